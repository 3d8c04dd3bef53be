package io.flinkarrow.parquet.shred.levels;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.parquet.shred.levels.LeafPath.Hop;
import io.flinkarrow.parquet.shred.nodes.Bits;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import java.util.Arrays;

/**
 * Builds the levels of a stretch of entries of one leaf column, and finds the leaf's slots that
 * hold its values.
 *
 * <p>It goes down the path one hop at a time, all rows or elements at once. Before a hop there is
 * one level entry per slot reached so far ("open") and one per null or empty list met on the way
 * ("closed"). Each hop has two steps. "Narrow" closes the open entries with a null on the hop's
 * chain, at the level of that null. "Expand" then replaces each open entry by one entry per element
 * of its list; an empty list becomes a closed entry. At a reference the entries stay and "refer"
 * goes on to the slots referred to. An open entry always carries the definition level that it ends
 * with if nothing more is null, so that a hop without nulls costs nothing.
 *
 * <p>For example, four rows of a nullable list of nullable strings, {@code [a, null]}, {@code
 * null}, {@code []} and {@code [b]}. Closed entries are in brackets:
 *
 * <pre>
 * row                  0      1     2     3
 * start                1      1     1     1     definition levels: not null, perhaps empty
 * narrow the list      1     (0)    1     1     row 1 is null
 * expand the list      3 3   (0)   (1)    3     row 2 is empty
 * narrow the strings   3 (2) (0)   (1)    3     the second element is null
 * repetition levels    0 1    0     0     0
 * </pre>
 *
 * <p>What it returns and lends is valid until it builds again.
 */
public final class LevelBuilder {

  /** Null between batches: its fields belong to a writer, and the builder to a thread. */
  private LeafPath path;

  /** The row of the first entry, or if that one continues a row, the row behind it. */
  private int firstRow;

  /** The slots that the entries begin with, and whether these are elements of a list. */
  private int slotCount;

  private boolean beginsInList;

  /** Entries, open and closed. */
  private int count;

  /** Whether all entries have one definition level and the array is not filled. */
  private boolean uniform;

  private int uniformDefinition;

  /** Whether the repetition levels are filled; until the first list, all are 0. */
  private boolean inList;

  private byte[] definition = {};
  private byte[] repetition = {};
  private byte[] slotDefinition = {};

  private final ListExpansion expansion = new ListExpansion();
  private final LiveSlots slots = new LiveSlots();

  /**
   * Builds the levels of slots that follow one another: of rows, or of the elements of one list all
   * of whose parents are valid.
   *
   * @param hop the one that begins at the slots: 0 for rows
   * @param repetitionLevel of the first slot, which may begin a row or continue it; the others have
   *     that of the list's elements
   * @param row the row of the first slot
   * @throws RefusedRowsException if a required field is null in one of them
   */
  public Levels build(
      LeafPath leafPath, int hop, int fromSlot, int slotsInOrder, int repetitionLevel, int row) {
    path = leafPath;
    firstRow = repetitionLevel == 0 ? row : row + 1;
    slotCount = slotsInOrder;
    count = slotCount;
    uniform = true;
    Hop[] hops = path.hops();
    uniformDefinition = hops[hop].fullDefinition();
    int repetitionOfOthers = path.repetitionAt(hop);
    inList = repetitionOfOthers > 0;
    beginsInList = inList;
    if (inList) {
      repetition = ScratchArrays.grown(repetition, count);
      Arrays.fill(repetition, 0, count, (byte) repetitionOfOthers);
      repetition[0] = (byte) repetitionLevel;
    }
    slots.start(fromSlot, fromSlot + slotCount);
    int last = hops.length - 1;
    boolean bitmap = last == 0 && path.maxDefinition() == 1;
    for (int i = hop; i < last; i++) {
      narrow(hops[i], true);
      slots.keepLive();
      if (hops[i].reference() == null) {
        expand(hops[i], hops[i + 1].fullDefinition());
      } else {
        refer(hops[i], hops[i + 1].fullDefinition());
      }
    }
    narrow(hops[last], !bitmap);
    return bitmap ? bitmapLevels() : levels();
  }

  /** Forgets the path. */
  public void release() {
    path = null;
  }

  /** The leaf's slots whose parents are all valid, and which of them hold values. */
  public LiveSlots slots() {
    return slots;
  }

  /** An error about value {@code index}, saying where it lies. */
  public RefusedRowsException refusal(int index, String problem) {
    int entry;
    if (!uniform) {
      entry = LevelArrays.indexOf(definition, (byte) path.maxDefinition(), index);
    } else {
      entry = slots.number(index);
    }
    return refusal(problem, entry);
  }

  private RefusedRowsException refusal(String problem, int entry) {
    return new RefusedRowsException(
        "Column %s, row %d of the batch: %s".formatted(leaf().path(), rowOf(entry), problem));
  }

  private void narrow(Hop hop, boolean lowerDefinitions) {
    int open = slots.open();
    boolean everyEntryOpen = open == count;
    boolean lowered = false;
    int level = hop.baseDefinition();
    for (FieldNode node : hop.chain()) {
      boolean nullable = node.position().nullable();
      if (node.hasNulls() && slots.findNulls(node)) {
        if (!nullable) {
          throw nullRefused(node, hop, everyEntryOpen);
        }
        boolean everyEntryNull = slots.excludeNulls() == count;
        if (lowerDefinitions && everyEntryNull && uniform) {
          uniformDefinition = level;
        } else if (lowerDefinitions) {
          byte[] target = everyEntryOpen ? materialized() : slotDefinitions(hop, open, lowered);
          LevelArrays.lower(target, slots.nulls(), open, (byte) level);
          lowered = true;
        }
      }
      if (nullable) {
        level++;
      }
    }
    if (lowered && !everyEntryOpen) {
      LevelArrays.merge(definition, count, (byte) hop.fullDefinition(), slotDefinition);
    }
  }

  /** The definition levels as an array, whose entries are then all open. */
  private byte[] materialized() {
    if (uniform) {
      definition = ScratchArrays.grown(definition, count);
      Arrays.fill(definition, 0, count, (byte) uniformDefinition);
      uniform = false;
    }
    return definition;
  }

  /** The definition levels of the open entries only, merged later with the closed ones. */
  private byte[] slotDefinitions(Hop hop, int open, boolean filled) {
    if (!filled) {
      slotDefinition = ScratchArrays.grown(slotDefinition, open);
      Arrays.fill(slotDefinition, 0, open, (byte) hop.fullDefinition());
    }
    return slotDefinition;
  }

  private void expand(Hop hop, int childDefinition) {
    if (slots.open() == 0) {
      return;
    }
    byte[] oldRepetition = inList ? repetition : null;
    count =
        expansion.expand(
            hop, slots, (byte) childDefinition, uniform ? null : definition, oldRepetition, count);
    definition = expansion.exchangeDefinition(definition);
    repetition = expansion.exchangeRepetition(repetition);
    slots.descend();
    inList = true;
    uniform = false;
  }

  /** Goes on to the slots that the open ones refer to, which have the same entries. */
  private void refer(Hop hop, int valueDefinition) {
    int open = slots.open();
    if (open == 0) {
      return;
    }
    int unfit = slots.refer(hop.reference());
    if (unfit >= 0) {
      throw refusal(hop.reference().unfit(), entryOf(hop, unfit, open == count));
    }
    if (uniform) {
      uniformDefinition = valueDefinition;
    } else {
      LevelArrays.replace(definition, count, (byte) hop.fullDefinition(), (byte) valueDefinition);
    }
  }

  private Levels bitmapLevels() {
    int valid = slots.liveCount();
    if (valid == count || valid == 0) {
      return new Levels.Uniform(valid == 0 && count > 0 ? 0 : 1, count);
    }
    return new Levels.Bitmap(slots.live(), count, valid);
  }

  private Levels levels() {
    boolean repeats = beginsInList || count != slotCount;
    if (repeats) {
      return new Levels.Materialized(repetition, materialized(), count);
    }
    if (uniform || LevelArrays.allEqual(definition, count)) {
      return new Levels.Uniform(uniform ? uniformDefinition : definition[0], count);
    }
    return new Levels.Materialized(null, definition, count);
  }

  private RefusedRowsException nullRefused(FieldNode node, Hop hop, boolean everyEntryOpen) {
    int slot = Bits.nextSet(slots.nulls(), 0, slots.open());
    return node.nullRefused(rowOf(entryOf(hop, slot, everyEntryOpen)));
  }

  /** The entry of an open slot, by its number. */
  private int entryOf(Hop hop, int number, boolean everyEntryOpen) {
    return everyEntryOpen
        ? number
        : LevelArrays.indexOf(definition, (byte) hop.fullDefinition(), number);
  }

  private int rowOf(int entry) {
    return firstRow + (inList ? LevelArrays.rowsBegun(repetition, entry) - 1 : entry);
  }

  private FieldPosition leaf() {
    FieldNode[] chain = path.last().chain();
    return chain[chain.length - 1].position();
  }

  public long retainedBytes() {
    return (long) definition.length
        + repetition.length
        + slotDefinition.length
        + expansion.retainedBytes()
        + slots.retainedBytes();
  }
}
