#include "app/report/html_contact_sheet.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_format.h>

#include <string>

#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

void AddPicture(HtmlWriter& html, const SheetPicture& picture) {
  html.Open("figure");
  if (picture.jpeg.empty()) {
    html.Element("div", picture.reason, {{"class", "none"}});
  } else {
    html.Single("img", {{"src", "data:image/jpeg;base64," +
                                    absl::Base64Escape(picture.jpeg)},
                        {"alt", picture.alt},
                        {"width", std::to_string(picture.width)},
                        {"height", std::to_string(picture.height)},
                        {"loading", "lazy"}});
  }
  html.Element("figcaption", picture.alt);
  html.Close();
}

std::string_view LookText(LookClosely look) {
  switch (look) {
    case LookClosely::kNo:
      return "";
    case LookClosely::kUsual:
      return "Text in the picture is usual here: look closely.";
    case LookClosely::kSaid:
      return "The file says that there is text in the picture.";
  }
  return "";
}

void AddSeries(HtmlWriter& html, const SheetSeries& series,
               std::size_t number) {
  html.Open("section", {{"class", "series"}});
  html.Open("h3");
  html.Text(absl::StrFormat("%d. %s, %s", number,
                            series.modality == "?" ? "other" : series.modality,
                            Count(series.objects, "file")));
  html.Close();
  const std::string_view look = LookText(series.look_closely);
  if (!look.empty()) html.Element("p", look, {{"class", "look"}});
  if (series.pictures.empty()) {
    html.Element("p", "No pictures: such objects hold no pixels.");
  } else {
    html.Open("div", {{"class", "pictures"}});
    for (const SheetPicture& picture : series.pictures) {
      AddPicture(html, picture);
    }
    html.Close();
  }
  html.Close();
}

}  // namespace

void AddContactSheet(HtmlWriter& html, const ContactSheet& sheet) {
  html.Open("section", {{"class", "details"}});
  html.Element("h2", "Contact sheet");
  html.Element(
      "p",
      "First, middle and last picture of each series, as it stands in "
      "the output. Look for names, dates and faces in the pictures: no "
      "program has.");
  std::size_t number = 0;
  for (const SheetSeries& series : sheet.series) {
    AddSeries(html, series, ++number);
  }
  if (sheet.series.empty()) html.Element("p", "There are no pictures.");
  if (sheet.left_out != 0) {
    html.Element(
        "p", absl::StrFormat("%d more series are not shown.", sheet.left_out),
        {{"class", "more"}});
  }
  html.Close();
}

}  // namespace dcmscrub
