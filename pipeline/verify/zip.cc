#include "pipeline/verify/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <expat.h>

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/source.h"

namespace dcmscrub {
namespace {

struct CloseArchive {
  void operator()(archive* opened) const { archive_read_free(opened); }
};
struct CloseParser {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

// Texts and attributes of XML; false where it is none.
bool TextsOfXml(const std::string& xml, std::vector<std::string>& texts) {
  const std::unique_ptr<XML_ParserStruct, CloseParser> parser(
      XML_ParserCreate(nullptr));
  XML_SetUserData(parser.get(), &texts);
  XML_SetElementHandler(
      parser.get(),
      [](void* to, const char*, const char** attributes) {
        auto& found = *static_cast<std::vector<std::string>*>(to);
        for (; *attributes != nullptr; attributes += 2) {
          found.emplace_back(attributes[1]);
        }
        found.emplace_back();
      },
      [](void* to, const char*) {
        static_cast<std::vector<std::string>*>(to)->emplace_back();
      });
  XML_SetCharacterDataHandler(
      parser.get(), [](void* to, const char* text, int size) {
        static_cast<std::vector<std::string>*>(to)->back().append(
            text, static_cast<std::size_t>(size));
      });
  return XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), 1) ==
         XML_STATUS_OK;
}

class ZipCheck {
 public:
  ZipCheck(const std::unordered_set<std::uint64_t>& files,
           const VerifyPatterns& patterns, const VerifyLabels& labels,
           FileFindings& findings)
      : files_(files),
        patterns_(patterns),
        labels_(labels),
        findings_(findings) {}

  void Run(const std::string& zip) {
    const std::unique_ptr<archive, CloseArchive> opened(archive_read_new());
    archive_read_support_format_zip(opened.get());
    int code = archive_read_open_memory(opened.get(), zip.data(), zip.size());
    archive_entry* entry = nullptr;
    while (code >= ARCHIVE_WARN) {
      code = archive_read_next_header(opened.get(), &entry);
      if (code == ARCHIVE_EOF) return;
      if (code < ARCHIVE_WARN) break;
      const char* const name = archive_entry_pathname(entry);
      std::string bytes;
      if (name == nullptr || !Read(opened.get(), bytes)) break;
      Look(name, bytes);
    }
    findings_.Add(Check::kUnreadable);
  }

 private:
  static bool Read(archive* opened, std::string& bytes) {
    std::array<char, 64 * 1024> piece;
    while (true) {
      const la_ssize_t got =
          archive_read_data(opened, piece.data(), piece.size());
      if (got <= 0) return got == 0;
      bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
  }

  void Look(std::string_view name, const std::string& bytes) {
    if (patterns_.InText(name)) findings_.Add(Check::kResidueFileName);
    if (files_.contains(TextHash(bytes))) return;
    if (bytes.size() > 132 && bytes.compare(128, 4, "DICM") == 0) {
      findings_.Add(Check::kUnpairedOutput);
      return;
    }
    std::vector<std::string> texts;
    if (!name.ends_with(".xml") || !TextsOfXml(bytes, texts)) {
      return CheckResidue(bytes, patterns_, labels_, findings_);
    }
    for (const std::string& text : texts) {
      if (!patterns_.InText(text)) continue;
      findings_.Add(labels_.IsLineOfTyped(text) ? Check::kLabelHoldsOriginal
                                                : Check::kResidueBytes);
    }
  }

  const std::unordered_set<std::uint64_t>& files_;
  const VerifyPatterns& patterns_;
  const VerifyLabels& labels_;
  FileFindings& findings_;
};

}  // namespace

void CheckZip(const std::string& zip,
              const std::unordered_set<std::uint64_t>& files,
              const VerifyPatterns& patterns, const VerifyLabels& labels,
              FileFindings& findings) {
  ZipCheck(files, patterns, labels, findings).Run(zip);
}

}  // namespace dcmscrub
