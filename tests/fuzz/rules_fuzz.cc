// Any bytes as a rule file: it is read or its mistakes are told, each at a
// place that exists. What looks like the rules of another tool is brought over
// too, and what comes out can be read.
#include <cstdlib>
#include <string>
#include <vector>

#include "rules/check/check.h"
#include "rules/import/import.h"
#include "rules/parse/lexer.h"
#include "rules/parse/parser.h"

using namespace dcmscrub;

namespace {

void CheckPlaces(const ParseResult& result,
                 const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    const SourceSpan& span = diagnostic.span;
    if (diagnostic.message.empty()) std::abort();
    if (span.line == 0) continue;
    if (span.file >= result.lines.size()) std::abort();
    if (span.line > result.lines[span.file].size()) std::abort();
    const auto text =
        SourceText::OfLine(result.lines[span.file][span.line - 1]);
    const std::uint32_t end = text.columns.back();
    if (span.column == 0 || span.column > end) std::abort();
    if (span.column + span.length > end + 1) std::abort();
  }
}

void CheckRules(const std::string& text) {
  ParseInput input;
  input.name = "a/rules";
  input.text = text;
  input.params = {{"site", "ZH"}};
  input.read = [&text](const std::string& path,
                       std::string& error) -> std::optional<std::string> {
    error = "no such file";
    if (path.ends_with("gone")) return std::nullopt;
    return text;
  };
  ParseResult result = ParseRules(input);
  CheckPlaces(result, result.diagnostics);
  if (Render(result).empty() != result.diagnostics.empty()) std::abort();
  if (!result.ok()) return;
  const std::vector<Diagnostic> found = Check(result.file);
  CheckPlaces(result, found);
  if (Render(result, found).empty() != found.empty()) std::abort();
}

void CheckImport(ImportFormat format, const std::string& text) {
  const auto imported = ImportRules(format, text.substr(0, 20), text);
  if (!imported.ok()) return;
  ParseInput input;
  input.name = "rules";
  input.text = imported->rules;
  input.lacks_values = true;
  if (!ParseRules(input).ok()) std::abort();
}

// By how a text begins, so that each tool's rules are found.
void CheckImports(const std::string& text) {
  switch (text.empty() ? '\0' : text.front()) {
    case '<':  // DicomAnonymizer
    case '!':  // DicomFilter
    case '{':  // DicomPixelAnonymizer
      CheckImport(ImportFormat::kCtp, text);
      break;
    case '(':
      CheckImport(ImportFormat::kTagList, text);
      break;
    case '%':
      CheckImport(ImportFormat::kDeid, text);
      break;
    case 'v':  // version "6
      CheckImport(ImportFormat::kDicomEdit, text);
      break;
    case 'p':  // profileElements:
      CheckImport(ImportFormat::kKarnak, text);
      break;
    default:
      break;
  }
  if (!text.starts_with('{')) return;
  CheckImport(ImportFormat::kKitware, text);
  CheckImport(ImportFormat::kMicrosoft, text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckRules(text);
  CheckImports(text);
  return 0;
}
