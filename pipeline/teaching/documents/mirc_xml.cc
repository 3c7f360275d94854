#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "pipeline/teaching/documents/mirc.h"

namespace dcmscrub {
namespace {

// What XML cannot hold at all is left out.
void AppendEscaped(std::string& xml, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') xml += c;
    }
  }
}

class XmlWriter {
 public:
  // One element with nothing but a text; none for an empty one.
  void Element(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    Indent().append("<").append(name).append(">");
    AppendEscaped(xml_, text);
    xml_.append("</").append(name).append(">\n");
  }
  // `attributes` come in pairs of names and values.
  void Begin(std::string_view name,
             std::initializer_list<std::string_view> attributes = {}) {
    Open(name, attributes).append(">\n");
    ++depth_;
  }
  void Empty(std::string_view name,
             std::initializer_list<std::string_view> attributes) {
    Open(name, attributes).append("/>\n");
  }
  void End(std::string_view name) {
    --depth_;
    Indent().append("</").append(name).append(">\n");
  }
  // A paragraph for each line.
  void Paragraphs(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find_first_of("\r\n");
      Element("p", text.substr(0, end));
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }
  void Section(std::string_view heading, std::string_view text) {
    if (text.empty()) return;
    Begin("section", {"heading", heading});
    Paragraphs(text);
    End("section");
  }
  std::string Take() && { return std::move(xml_); }

 private:
  std::string& Indent() { return xml_.append(2 * depth_, ' '); }
  std::string& Open(std::string_view name,
                    std::initializer_list<std::string_view> attributes) {
    Indent().append("<").append(name);
    for (auto at = attributes.begin(); at != attributes.end(); at += 2) {
      xml_.append(" ").append(*at).append("=\"");
      AppendEscaped(xml_, *(at + 1));
      xml_ += '"';
    }
    return xml_;
  }

  std::string xml_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::size_t depth_ = 0;
};

void WriteImages(const std::vector<MircImage>& images, XmlWriter& to) {
  to.Begin("image-section", {"heading", "Images"});
  for (const MircImage& image : images) {
    if (image.picture.empty()) {
      to.Empty("image", {"src", image.dicom});
      continue;
    }
    to.Begin("image", {"src", image.picture});
    to.Empty("alternative-image",
             {"role", "original-format", "src", image.dicom});
    to.End("image");
  }
  to.End("image-section");
}

}  // namespace

std::string MircXml(const CaseLabels& labels, const CaseFacts& facts,
                    const std::vector<MircImage>& images) {
  XmlWriter to;
  to.Begin("MIRCdocument", {"display", "mstf"});
  to.Element("title", labels.title.empty() ? labels.case_number : labels.title);
  if (!labels.contributor.empty()) {
    to.Begin("author");
    to.Element("name", labels.contributor);
    to.End("author");
  }
  if (!labels.history.empty()) {
    to.Begin("abstract");
    to.Paragraphs(labels.history);
    to.End("abstract");
  }
  to.Element("keywords", JoinKeywords(labels.keywords));
  to.Section("History", labels.history);
  to.Section("Findings", labels.findings);
  to.Section("Differential Diagnosis", labels.differential);
  to.Section("Diagnosis", labels.diagnosis);
  to.Section("Discussion", labels.discussion);
  WriteImages(images, to);
  // Not shown outside of a section, but searched.
  to.Element("diagnosis", labels.diagnosis);
  to.Element("anatomy", labels.anatomy);
  to.Element("category", labels.category);
  to.Element("level", labels.level);
  std::set<std::string> modalities;
  for (const CaseStudy& study : facts.studies) {
    for (const CaseSeries& series : study.series) {
      modalities.insert(series.modality);
    }
  }
  for (const std::string& modality : modalities) {
    to.Element("modality", modality);
  }
  to.End("MIRCdocument");
  return std::move(to).Take();
}

}  // namespace dcmscrub
