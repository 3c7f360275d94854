#include "pipeline/teaching/documents/case_json.h"

#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/files/json_writer.h"

namespace dcmscrub {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kFormat = 1;
// A case of a million objects has some 200 MB.
constexpr std::size_t kLargest = std::size_t{1} << 28;
constexpr int kDeepest = 8;  // what is nested deeper is none of ours

void AddLabels(const CaseLabels& labels, JsonWriter& json) {
  json.BeginObject("labels");
  for (const LabelInfo& info : LabelInfos()) {
    if (info.name == "keywords") {
      if (labels.keywords.empty()) continue;
      json.BeginArray(info.name);
      for (const std::string& keyword : labels.keywords) json.Item(keyword);
      json.EndArray();
    } else if (const std::string text = info.get(labels); !text.empty()) {
      json.Field(info.name, text);
    }
  }
  json.EndObject();
}

void AddSeries(const CaseSeries& series, JsonWriter& json) {
  json.BeginObject();
  json.Field("uid", series.uid);
  json.Field("modality", series.modality);
  json.BeginArray("objects");
  for (const CaseObject& object : series.objects) {
    json.BeginObject();
    json.Field("path", object.path);
    json.Field("sop_class", object.sop_class);
    json.Field("sop_instance", object.sop_instance);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

void AddStudies(const CaseFacts& facts, JsonWriter& json) {
  json.BeginArray("studies");
  for (const CaseStudy& study : facts.studies) {
    json.BeginObject();
    json.Field("uid", study.uid);
    json.Field("date", study.date);
    json.BeginArray("series");
    for (const CaseSeries& series : study.series) AddSeries(series, json);
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
}

void AddWritten(const UserLabels& written, JsonWriter& json) {
  json.BeginArray("written");
  for (const WrittenLabel& label : written.attributes) {
    json.BeginObject();
    json.Field("tag", absl::StrFormat("%08X", label.tag.value));
    json.Field("text", label.text);
    json.EndObject();
  }
  json.EndArray();
  json.BeginArray("made");
  for (const std::string& path : written.made) json.Item(path);
  json.EndArray();
}

absl::Status Wrong(const std::string& where, std::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrFormat("case.json: %s is not %s", where, wanted));
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

// false: what is nested too deep was left out.
bool Parse(std::string_view text, Json& top) {
  bool all = true;
  top = Json::parse(text, [&all](int depth, Json::parse_event_t, Json&) {
    all = all && depth <= kDeepest;
    return depth <= kDeepest;
  });
  return all;
}

void CollectTexts(const Json& value, std::vector<std::string>& texts) {
  if (value.is_string()) {
    texts.push_back(value.get<std::string>());
  } else if (value.is_object()) {
    for (const auto& [key, member] : value.items()) {
      texts.push_back(key);
      CollectTexts(member, texts);
    }
  } else if (value.is_array()) {
    for (const Json& member : value) CollectTexts(member, texts);
  } else {
    texts.push_back(value.dump());
  }
}

}  // namespace

std::string CaseJson(const CaseDescription& description,
                     const CaseFacts& facts) {
  JsonWriter json;
  json.BeginObject();
  json.Field("format", kFormat);
  json.Field("case", description.labels.case_number);
  AddLabels(description.labels, json);
  json.BeginObject("patient");
  json.Field("id", facts.patient.id);
  json.Field("name", facts.patient.name);
  json.EndObject();
  AddStudies(facts, json);
  AddWritten(description.written, json);
  json.EndObject();
  return std::move(json).Take();
}

absl::StatusOr<UserLabels> ReadCaseJson(std::string_view text) {
  if (text.size() > kLargest) {
    return absl::InvalidArgumentError("case.json: too large to be one");
  }
  Json top;
  try {
    Parse(text, top);
  } catch (const Json::parse_error& error) {
    return absl::InvalidArgumentError(
        absl::StrFormat("case.json: no JSON at byte %d", error.byte));
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

std::optional<std::vector<std::string>> TextsOfJson(std::string_view text) {
  if (text.size() > kLargest) return std::nullopt;
  try {
    Json top;
    if (!Parse(text, top)) return std::nullopt;
    std::vector<std::string> texts;
    CollectTexts(top, texts);
    return texts;
  } catch (const Json::parse_error&) {
    return std::nullopt;
  }
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
