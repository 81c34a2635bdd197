import './base.css';
import './panel.css';
import './notebook.css';
import './coach.css';
import './form.css';
import './upload.css';
import './day.css';
import './class.css';
