// The stages of a run, listed once: the graph, its large lane and the plain
// loop all run through this list.
//
//   read    opens the input and reads its head; all of it when it is small
//   parse   indexes the data set, reading on where its headers go on
//   scrub   finds the rules of the object and turns them into edits
//   prove   searches what is about to leave for what was taken out of it, and
//           takes it out: docs/residue.md
//   name    names the output, and notes what the run, the journal and the
//           crosswalk are told of it
//   write   writes it to a temporary beside its target
//
// A stage is a function on one work item and knows nothing of other inputs or
// threads. None of them throws. What goes wrong decides how the ticket ends,
// and later stages pass over it. They do not wait for one another; short locks
// are taken where a SOP class is met for the first time, by prove's patterns of
// a patient (two passes), and in what the disk does.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "pipeline/item/work_item.h"
#include "pipeline/run/context.h"

namespace dcmscrub {

struct Stage {
  std::string_view name;
  void (*run)(const Context& context, WorkItem& item) noexcept;
};

void Read(const Context& context, WorkItem& item) noexcept;
// Within WorkItem::budget; where that is not enough, WorkItem::fits says so
// and the stages behind it pass over the item.
void Parse(const Context& context, WorkItem& item) noexcept;
void Scrub(const Context& context, WorkItem& item) noexcept;
void Prove(const Context& context, WorkItem& item) noexcept;
void Name(const Context& context, WorkItem& item) noexcept;
void Write(const Context& context, WorkItem& item) noexcept;

inline constexpr std::array<Stage, 6> kStages = {{
    {"read", Read},
    {"parse", Parse},
    {"scrub", Scrub},
    {"prove", Prove},
    {"name", Name},
    {"write", Write},
}};

// Lends `item` to `ticket`, within the budget of one item.
void Lend(const Context& context, Ticket& ticket, WorkItem& item);
// Runs all of the stages.
void RunStages(const Context& context, WorkItem& item) noexcept;
// The large lane, for an item that did not fit: those after read once more,
// within the large budget, of which there is one.
void RunLarge(const Context& context, WorkItem& item) noexcept;

// What the policy takes out of an object that was parsed, for a run that
// gathers before it writes: the scrub alone, and nothing is searched. Null
// where the ticket is decided; else good until the item's next scrub.
const IdentifierList* TakenOut(const Context& context, WorkItem& item) noexcept;

}  // namespace dcmscrub
