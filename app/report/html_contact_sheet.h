// The contact sheet of a report.
#pragma once

#include "app/report/html_writer.h"
#include "pipeline/pictures/contact_sheet.h"

namespace dcmscrub {

void AddContactSheet(HtmlWriter& html, const ContactSheet& sheet);

}  // namespace dcmscrub
