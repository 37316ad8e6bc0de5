"""Mail without a server: each message is a file for whoever runs the site; the log says only where it lies."""

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

log = logging.getLogger(__name__)


class FileMail(EmailBackend):
    """Writes to ``EMAIL_FILE_PATH``: links in mails open accounts, so they are in no log."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = super().send_messages(email_messages)
        if sent:
            log.info("%d mails are kept as a file in VAR_DIR/mail: EMAIL_URL is not set", sent)
        return int(sent or 0)
