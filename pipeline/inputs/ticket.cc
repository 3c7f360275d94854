#include "pipeline/inputs/ticket.h"

namespace dcmscrub {

void FoundInput::Clear() {
  number = 0;
  root = 0;
  source.clear();
  below = 0;
}

void ObjectNotes::Clear() {
  warnings = {};
  labels.clear();
  who.Clear();
  series.Clear();
}

void OutputName::Clear() {
  path.clear();
  holds_identifier = false;
  neutral = false;
  remove_source = false;
  telling_paths.clear();
}

void WrittenOutput::Clear() {
  temporary.reset();
  stamp = {};
  losses = {};
  was_linked = false;
}

void Ticket::Reset() {
  input.Clear();
  ending.Reset();
  read = {};
  notes.Clear();
  output.Clear();
  written.Clear();
}

}  // namespace dcmscrub
