import './base.css';
import './panel.css';
import './notebook.css';
import './coach.css';
import '../../workbook/pages/forms/form.css';
import '../../workbook/pages/upload/upload.css';
