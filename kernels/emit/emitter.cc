#include "kernels/emit/emitter.h"

#include <algorithm>

#include "kernels/core/element_writer.h"
#include "kernels/parse/siblings.h"

namespace dcmscrub {

Error Emitter::Emit(const ElementIndex& index, const PatchList& patches,
                    EditList& edits) {
  elements_ = index.elements();
  list_ = &patches;
  edits_ = &edits;
  in_order_ = index.in_order();
  cursor_ = 0;
  addition_ = 0;
  outer_.clear();
  siblings_.clear();
  error_ = Error::kOk;
  EmitLevels(index.unordered());
  return error_;
}

void Emitter::EmitLevels(bool unordered) {
  Level level = Enter(kNoElement, nullptr, 0,
                      static_cast<std::uint32_t>(elements_.size()), unordered);
  while (true) {
    if (level.next == level.end) {
      Leave(level);
      if (outer_.empty()) return;
      level = outer_.back();
      outer_.pop_back();
      continue;
    }
    const std::uint32_t i = TakeNext(level);
    const Element& element = elements_[i];
    if (level.container == kNoElement) EmitAdditionsBefore(element.tag);
    const Patch* const patch = FindPatch(i);
    if (patch == nullptr && IsUntouched(element)) {
      KeepRow(i, level);
    } else if (patch != nullptr && patch->kind == Patch::Kind::kRemove) {
      continue;
    } else if (patch != nullptr && patch->kind == Patch::Kind::kReplace) {
      edits_->PutArena(patch->begin, patch->size);
    } else if (element.has(Element::kContainer)) {
      EmitContainerHeader(i, patch);
      outer_.push_back(level);
      level = Enter(i, patch, i + 1, element.next,
                    element.has(Element::kUnordered));
    } else {
      EmitLeaf(element, patch);
    }
  }
}

// An untouched element, and those behind it up to the next that is touched, or
// that something is added before.
void Emitter::KeepRow(std::uint32_t first, Level& level) {
  const std::uint32_t touched = NextPatched();
  const auto additions = list_->additions();
  const Tag added =
      level.container == kNoElement && addition_ < additions.size()
          ? additions[addition_].tag
          : Tag(0xFFFFFFFF);
  std::uint64_t end = elements_[first].end();
  while (level.next < level.end) {
    const Element& element = elements_[level.next];
    if (element.next > touched || element.offset != end ||
        added < element.tag) {
      break;
    }
    end = element.end();
    level.next = element.next;
  }
  edits_->KeepInput(elements_[first].offset, end);
}

Emitter::Level Emitter::Enter(std::uint32_t container, const Patch* patch,
                              std::uint32_t first, std::uint32_t end,
                              bool unordered) {
  if (!unordered) return {container, patch, false, first, first, end};
  const auto begin = static_cast<std::uint32_t>(siblings_.size());
  AppendSortedSiblings(elements_, first, end, siblings_);
  return {container, patch, true,
          begin,     begin, static_cast<std::uint32_t>(siblings_.size())};
}

void Emitter::Leave(const Level& level) {
  if (level.sorted) siblings_.resize(level.begin);
  if (level.container == kNoElement) {
    return EmitAdditionsBefore(Tag(0xFFFFFFFF));
  }
  const Element& element = elements_[level.container];
  if (level.patch != nullptr) {
    edits_->PutArena(level.patch->begin, level.patch->size);
  }
  EmitDelimiter(element);
}

void Emitter::EmitLeaf(const Element& element, const Patch* patch) {
  if (patch == nullptr) {
    edits_->KeepInput(element.offset, element.end());
  } else if (patch->kind == Patch::Kind::kMask) {
    edits_->KeepInput(element.offset, element.value_offset());
    edits_->KeepMasked(element.value_offset(), element.value_end(),
                       patch->keep);
  } else if (patch->kind == Patch::Kind::kBlank) {
    edits_->KeepInput(element.offset, element.value_offset());
    EmitValue(element, *patch);
    EmitDelimiter(element);
  } else {
    EmitRewrittenLeaf(element, *patch);
  }
}

// The value, spaces in place of what has to go.
void Emitter::EmitValue(const Element& element, const Patch& patch) {
  const std::uint64_t begin = element.value_offset();
  std::uint64_t at = begin;
  for (const ByteHit& blank : list_->BlanksOf(patch)) {
    edits_->KeepInput(at, begin + blank.begin);
    at = begin + blank.end;
    edits_->KeepMasked(begin + blank.begin, at, SpacesFor(blank));
  }
  edits_->KeepInput(at, element.value_end());
}

void Emitter::EmitContainerHeader(std::uint32_t i, const Patch* patch) {
  const Element& element = elements_[i];
  const bool rewrite = patch != nullptr && patch->kind == Patch::Kind::kRewrite;
  const std::int64_t growth = list_->growth(i);
  const bool undefined = element.has(Element::kLengthUndefined);
  if (!rewrite && (growth == 0 || undefined)) {
    return edits_->KeepInput(element.offset, element.value_offset());
  }
  const std::uint64_t length = element.value_length + growth;
  PutHeader(element, rewrite ? patch->vr : element.written_vr,
            undefined ? kUndefinedLength : length);
  if (!undefined && length >= kUndefinedLength) {
    error_ = Error::kOutputTooLarge;
  }
}

void Emitter::EmitRewrittenLeaf(const Element& element, const Patch& patch) {
  const bool undefined = element.has(Element::kLengthUndefined);
  const std::uint64_t padded = element.value_length + element.value_length % 2;
  PutHeader(element, patch.vr, undefined ? kUndefinedLength : padded);
  EmitValue(element, patch);
  if (!undefined && padded != element.value_length) {
    Arena& arena = edits_->arena();
    arena.push_back(Traits(patch.vr).padding);
    edits_->PutArena(arena.size() - 1, 1);
  }
  EmitDelimiter(element);
}

// The one there is, unless it is no good.
void Emitter::EmitDelimiter(const Element& element) {
  if (!element.has(Element::kUnended)) {
    return edits_->KeepInput(element.value_end(), element.end());
  }
  Arena& arena = edits_->arena();
  const std::uint64_t begin = arena.size();
  AppendHeader(
      arena,
      element.is_item() ? tags::kItemDelimitation : tags::kSequenceDelimitation,
      Vr::kNone, 0, list_->TargetOf(element));
  edits_->PutArena(begin, arena.size() - begin);
}

void Emitter::EmitAdditionsBefore(Tag tag) {
  const auto additions = list_->additions();
  while (addition_ < additions.size() && additions[addition_].tag < tag) {
    edits_->PutArena(additions[addition_].begin, additions[addition_].size);
    ++addition_;
  }
}

void Emitter::PutHeader(const Element& element, Vr vr, std::uint64_t length) {
  Arena& arena = edits_->arena();
  const std::uint64_t begin = arena.size();
  AppendHeader(arena, element.tag, vr, static_cast<std::uint32_t>(length),
               list_->TargetOf(element));
  edits_->PutArena(begin, arena.size() - begin);
}

// Elements are asked for in ascending order but for unordered levels, so that
// mostly it is the patch at the cursor or the one behind it.
const Patch* Emitter::FindPatch(std::uint32_t element) {
  const auto patches = list_->patches();
  const auto lies_before = [&](std::size_t at) {
    return at < patches.size() && patches[at].element < element;
  };
  if (lies_before(cursor_)) ++cursor_;
  if (lies_before(cursor_) ||
      (!in_order_ && cursor_ > 0 && !lies_before(cursor_ - 1))) {
    const auto found =
        std::ranges::lower_bound(patches, element, {}, &Patch::element);
    cursor_ = static_cast<std::size_t>(found - patches.begin());
  }
  if (cursor_ == patches.size() || patches[cursor_].element != element) {
    return nullptr;
  }
  return &patches[cursor_];
}

}  // namespace dcmscrub
