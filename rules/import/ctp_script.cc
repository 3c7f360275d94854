#include "rules/import/ctp_script.h"

#include <absl/strings/str_format.h>
#include <expat.h>

#include <memory>
#include <type_traits>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

// What expat calls back with.
struct Reading {
  XML_Parser parser = nullptr;
  std::vector<CtpElement> elements;
  std::size_t depth = 0;
  // Why and where this is no script, where expat sees no fault.
  std::string refused;
  ImportPlace refused_at;
};

ImportPlace PlaceNow(XML_Parser parser) {
  return {XML_GetCurrentLineNumber(parser),
          XML_GetCurrentColumnNumber(parser) + 1};
}

void Refuse(Reading& reading, std::string why) {
  if (!reading.refused.empty()) return;
  reading.refused = std::move(why);
  reading.refused_at = PlaceNow(reading.parser);
  XML_StopParser(reading.parser, XML_FALSE);
}

void Begin(void* data, const XML_Char* name, const XML_Char** attributes) {
  Reading& reading = *static_cast<Reading*>(data);
  if (++reading.depth == 1 && std::string_view(name) != "script") {
    return Refuse(reading, absl::StrFormat("<%s> begins no script of CTP's "
                                           "DicomAnonymizer; <script> does",
                                           name));
  }
  if (reading.depth > 2) {
    return Refuse(reading, absl::StrFormat("<%s> stands inside of another "
                                           "element, which has text alone",
                                           name));
  }
  if (reading.depth != 2) return;
  CtpElement element;
  element.kind = name;
  element.place = PlaceNow(reading.parser);
  for (; attributes[0] != nullptr; attributes += 2) {
    const std::string_view key = attributes[0];
    if (key == "t") element.tag = Trimmed(attributes[1]);
    if (key == "n") element.name = Trimmed(attributes[1]);
    if (key == "en") element.enabled = std::string_view(attributes[1]) == "T";
  }
  reading.elements.push_back(std::move(element));
}

void End(void* data, const XML_Char*) { --static_cast<Reading*>(data)->depth; }

void Characters(void* data, const XML_Char* text, int size) {
  Reading& reading = *static_cast<Reading*>(data);
  const std::string_view piece(text, static_cast<std::size_t>(size));
  if (reading.depth >= 2) {
    reading.elements.back().text += piece;
  } else if (!Trimmed(piece).empty()) {
    Refuse(reading, "text outside of the elements");
  }
}

// CTP writes none, and what one can define grows without end.
void BeginDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*,
                  int) {
  Refuse(*static_cast<Reading*>(data),
         "a document type; scripts of CTP have none");
}

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

// Where one of `ends` stands that is neither quoted, nor escaped, nor inside
// another pair of `open` and the end; npos when there is none.
std::size_t FindEnd(std::string_view text, std::size_t at,
                    std::string_view ends, char open) {
  int depth = 0, brackets = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\') {
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (quoted) {
      continue;
    } else if (c == '[') {
      ++brackets;
    } else if (c == ']') {
      --brackets;
    } else if (c == open) {
      ++depth;
    } else if (ends.find(c) != std::string_view::npos && brackets <= 0) {
      if (depth == 0) return at;
      if (c == ends.back()) --depth;
    }
  }
  return std::string_view::npos;
}

std::string Unquoted(std::string_view argument) {
  argument = Trimmed(argument);
  if (argument.size() >= 2 && argument.front() == '"' &&
      argument.back() == '"') {
    argument = argument.substr(1, argument.size() - 2);
  }
  return std::string(argument);
}

// Reads {…}, from any blanks before it on.
bool TakeBraces(std::string_view text, std::size_t& at, std::string& out) {
  const std::size_t open = text.find_first_not_of(" \t\r\n", at);
  if (open == std::string_view::npos || text[open] != '{') return false;
  const std::size_t end = FindEnd(text, open + 1, "}", '{');
  if (end == std::string_view::npos) return false;
  out = text.substr(open + 1, end - open - 1);
  at = end + 1;
  return true;
}

// A call, from behind its @ on.
bool TakeCall(std::string_view text, std::size_t& at, CtpNode& node) {
  const std::size_t open = text.find('(', at);
  if (open == std::string_view::npos) return false;
  node.call = true;
  for (const char c : text.substr(at, open - at)) {
    if (c != ' ' && c != '\t') node.text += c;
  }
  for (at = open + 1;; ++at) {
    const std::size_t end = FindEnd(text, at, ",)", '(');
    if (end == std::string_view::npos) return false;
    node.arguments.push_back(Unquoted(text.substr(at, end - at)));
    at = end;
    if (text[end] == ')') break;
  }
  ++at;
  if (node.arguments.size() == 1 && node.arguments[0].empty()) {
    node.arguments.clear();
  }
  const bool branches = node.text == "if" || node.text == "select";
  if (!branches && node.text != "append") return true;
  if (!TakeBraces(text, at, node.first)) return false;
  return !branches || TakeBraces(text, at, node.second);
}

}  // namespace

absl::StatusOr<std::vector<CtpElement>> ReadCtpScript(std::string_view xml) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser(
      XML_ParserCreate(nullptr));
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory");
  Reading reading;
  reading.parser = parser.get();
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), Begin, End);
  XML_SetCharacterDataHandler(parser.get(), Characters);
  XML_SetStartDoctypeDeclHandler(parser.get(), BeginDoctype);
  constexpr std::size_t kPiece = 1 << 20;
  for (std::size_t at = 0; at <= xml.size(); at += kPiece) {
    const std::string_view piece = xml.substr(at, kPiece);
    const bool last = at + kPiece > xml.size();
    if (XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()),
                  last ? 1 : 0) == XML_STATUS_OK) {
      continue;
    }
    if (!reading.refused.empty()) {
      return ImportMistake(reading.refused_at, reading.refused);
    }
    return ImportMistake(PlaceNow(parser.get()),
                         XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  return std::move(reading.elements);
}

std::string BareCtpFunction(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c == '\\') ++at;
    if (c != '@') continue;
    const std::size_t begin = at;
    while (at < text.size() && IsLetterOrDigit(text[at])) ++at;
    const std::string_view name = text.substr(begin, at - begin);
    const std::size_t next = text.find_first_not_of(" \t", at);
    if (next == std::string_view::npos || text[next] != '(') {
      return std::string(name);
    }
    const std::size_t end = FindEnd(text, next + 1, ")", '(');
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  return {};
}

bool ParseCtpText(std::string_view text, std::vector<CtpNode>& nodes) {
  CtpNode plain;
  const auto flush = [&] {
    if (!plain.text.empty()) nodes.push_back(std::move(plain));
    plain = {};
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at++];
    if (c == '\\' && at < text.size()) {
      plain.text += text[at++];
    } else if (c == '@') {
      flush();
      CtpNode node;
      if (!TakeCall(text, at, node)) return false;
      nodes.push_back(std::move(node));
    } else {
      plain.text += c;
    }
  }
  flush();
  return true;
}

}  // namespace dcmscrub
