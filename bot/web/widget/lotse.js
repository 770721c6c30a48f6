/**
 * The chat with one line, <script type="module" src="…/widget/lotse.js" data-titel="…">: first the element with what
 * the script was told stands in the page, then it comes alive. The gateway serves all modules as this one file.
 */

import "./placing.js";
import "./chat-widget.js";
