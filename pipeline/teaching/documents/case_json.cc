#include "pipeline/teaching/documents/case_json.h"

#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/files/json.h"

namespace dcmscrub {
namespace {

using Json = nlohmann::json;
using Ordered = nlohmann::ordered_json;

constexpr std::uint64_t kFormat = 1;

Ordered LabelsOf(const CaseLabels& labels) {
  Ordered json = Ordered::object();
  for (const LabelInfo& info : LabelInfos()) {
    const std::string name(info.name);
    if (info.name == "keywords") {
      if (!labels.keywords.empty()) json[name] = labels.keywords;
    } else if (std::string text = info.get(labels); !text.empty()) {
      json[name] = std::move(text);
    }
  }
  return json;
}

Ordered SeriesOf(const CaseSeries& series) {
  Ordered objects = Ordered::array();
  for (const CaseObject& object : series.objects) {
    objects.push_back({{"path", object.path},
                       {"sop_class", object.sop_class},
                       {"sop_instance", object.sop_instance}});
  }
  return {{"uid", series.uid},
          {"modality", series.modality},
          {"objects", std::move(objects)}};
}

Ordered StudiesOf(const CaseFacts& facts) {
  Ordered studies = Ordered::array();
  for (const CaseStudy& study : facts.studies) {
    Ordered all = Ordered::array();
    for (const CaseSeries& series : study.series) {
      all.push_back(SeriesOf(series));
    }
    studies.push_back(
        {{"uid", study.uid}, {"date", study.date}, {"series", std::move(all)}});
  }
  return studies;
}

Ordered WrittenIn(const UserLabels& labels) {
  Ordered written = Ordered::array();
  for (const WrittenLabel& label : labels.attributes) {
    written.push_back({{"tag", absl::StrFormat("%08X", label.tag.value)},
                       {"text", label.text}});
  }
  return written;
}

absl::Status Wrong(const std::string& where, std::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrFormat("%s is not %s", where, wanted));
}

// A path that stays below the folder it is seen from.
bool IsBelow(std::string_view path) {
  if (path.empty() || path.front() == '/') return false;
  while (true) {
    const std::size_t cut = path.find('/');
    const std::string_view name = path.substr(0, cut);
    if (name.empty() || name == "." || name == "..") return false;
    if (cut == std::string_view::npos) return true;
    path.remove_prefix(cut + 1);
  }
}

// Member `name` of the top, which must be an array; nullptr: it is none.
const Json* ArrayOf(const Json& top, const char* name) {
  const auto found = top.find(name);
  return found != top.end() && found->is_array() ? &*found : nullptr;
}

bool ReadTag(const Json& item, Tag& tag) {
  const auto found = item.find("tag");
  if (found == item.end() || !found->is_string()) return false;
  const std::string& text = found->get_ref<const std::string&>();
  std::uint32_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value, 16);
  tag = Tag(value);
  return text.size() == 8 && error == std::errc() && at == end;
}

absl::Status ReadWritten(const Json& top, UserLabels& labels) {
  const Json* const written = ArrayOf(top, "written");
  if (written == nullptr) return Wrong("\"written\"", "an array");
  for (const Json& item : *written) {
    const std::string where =
        absl::StrFormat("\"written\"[%d]", labels.attributes.size());
    WrittenLabel& label = labels.attributes.emplace_back();
    if (!item.is_object() || !ReadTag(item, label.tag)) {
      return Wrong(where + ".tag", "eight hexadecimal digits");
    }
    const auto text = item.find("text");
    if (text == item.end() || !text->is_string()) {
      return Wrong(where + ".text", "a text");
    }
    label.text = text->get<std::string>();
  }
  return absl::OkStatus();
}

absl::Status ReadMade(const Json& top, UserLabels& labels) {
  const Json* const made = ArrayOf(top, "made");
  if (made == nullptr) return Wrong("\"made\"", "an array");
  for (const Json& item : *made) {
    if (!item.is_string() || !IsBelow(item.get_ref<const std::string&>())) {
      return Wrong(absl::StrFormat("\"made\"[%d]", labels.made.size()),
                   "a path below the case");
    }
    labels.made.push_back(item.get<std::string>());
  }
  return absl::OkStatus();
}

absl::Status ReadTexts(const Json& top, UserLabels& labels) {
  const auto found = top.find("labels");
  if (found == top.end() || !found->is_object()) {
    return Wrong("\"labels\"", "an object");
  }
  std::size_t number = 0;
  for (const Json& label : *found) {
    const Json one = Json::array({label});
    for (const Json& text : label.is_array() ? label : one) {
      if (!text.is_string()) {
        return Wrong(absl::StrFormat("label %d", number + 1), "a text");
      }
      labels.texts.push_back(text.get<std::string>());
    }
    if (label.is_array()) {
      labels.texts.push_back(
          JoinKeywords(label.get<std::vector<std::string>>()));
    }
    ++number;
  }
  return absl::OkStatus();
}

}  // namespace

std::string CaseJson(const CaseDescription& description,
                     const CaseFacts& facts) {
  return JsonText(
      {{"format", kFormat},
       {"case", description.labels.case_number},
       {"labels", LabelsOf(description.labels)},
       {"patient", {{"id", facts.patient.id}, {"name", facts.patient.name}}},
       {"studies", StudiesOf(facts)},
       {"written", WrittenIn(description.written)},
       {"made", description.written.made}});
}

absl::StatusOr<UserLabels> ReadCaseJson(std::string_view text) {
  if (text.size() > kLargestJson) {
    return absl::InvalidArgumentError("too large to be a case.json");
  }
  Json top;
  try {
    ParseJson(text, top);
  } catch (const Json::parse_error& error) {
    return absl::InvalidArgumentError(
        absl::StrFormat("no JSON at byte %d", error.byte));
  }
  if (!top.is_object()) return Wrong("what is in it", "an object");
  const auto format = top.find("format");
  if (format == top.end() || !format->is_number_unsigned() ||
      *format != kFormat) {
    return Wrong("\"format\"", "1, which is what this version reads");
  }
  UserLabels labels;
  for (const auto read : {&ReadTexts, &ReadWritten, &ReadMade}) {
    if (absl::Status status = read(top, labels); !status.ok()) return status;
  }
  return labels;
}

std::vector<std::string> TypedTexts(const CaseLabels& labels) {
  std::vector<std::string> texts = labels.keywords;
  for (const LabelInfo& info : LabelInfos()) {
    if (std::string text = info.get(labels); !text.empty()) {
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

}  // namespace dcmscrub
