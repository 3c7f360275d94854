// The contact sheet of a report.
#pragma once

#include "app/html_writer.h"
#include "pipeline/contact_sheet.h"

namespace dcmscrub {

void AddContactSheet(HtmlWriter& html, const ContactSheet& sheet);

}  // namespace dcmscrub
