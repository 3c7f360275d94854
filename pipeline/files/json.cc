#include "pipeline/files/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace dcmscrub {
namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 8;  // what is nested deeper is none of ours

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

std::string JsonText(const nlohmann::ordered_json& value) {
  using Handler = nlohmann::ordered_json::error_handler_t;
  return value.dump(2, ' ', /*ensure_ascii=*/false, Handler::replace) + "\n";
}

double JsonSeconds(double seconds) {
  return std::round(seconds * 1000.0) / 1000.0;
}

bool ParseJson(std::string_view text, Json& value) {
  bool all = true;
  value = Json::parse(text, [&all](int depth, Json::parse_event_t, Json&) {
    all = all && depth <= kDeepest;
    return depth <= kDeepest;
  });
  return all;
}

std::optional<std::vector<std::string>> TextsOfJson(std::string_view text) {
  if (text.size() > kLargestJson) return std::nullopt;
  try {
    Json value;
    if (!ParseJson(text, value)) return std::nullopt;
    std::vector<std::string> texts;
    CollectTexts(value, texts);
    return texts;
  } catch (const Json::parse_error&) {
    return std::nullopt;
  }
}

}  // namespace dcmscrub
