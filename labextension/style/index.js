import './base.css';
import './panel.css';
import './notebook.css';
import './coach.css';
import '../../workbook/forms/form.css';
import '../../workbook/bringing/upload.css';
