package io.flinkarrow.parquet.shred.levels;

import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.ListNode;
import io.flinkarrow.parquet.shred.nodes.ListViewNode;
import io.flinkarrow.parquet.shred.nodes.ReferenceNode;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * A leaf column's way down from the rows: one hop to each list and each reference on the way, and a
 * last one to the leaf. Immutable; its nodes are bound to one batch after the other.
 *
 * @param hops from the rows to the leaf; all but the last end at a list or reference
 * @param maxDefinition the definition level of a value
 */
public record LeafPath(Hop[] hops, int maxDefinition) {

  /**
   * From a row, a list's element or what a reference refers to, down through structs to the next
   * list or reference, or to the leaf.
   *
   * @param chain the fields passed, the one at the end included
   * @param baseDefinition the definition level of a slot whose first nullable field is null
   * @param fullDefinition the definition level of a slot where none is null: at a list, one that is
   *     empty
   * @param repetition the repetition level of the list's elements, or else of the slots themselves
   * @param list the list at the end, or {@code null} if there is none
   * @param reference the reference at the end, or {@code null} if there is none
   */
  public record Hop(
      FieldNode[] chain,
      int baseDefinition,
      int fullDefinition,
      int repetition,
      @Nullable ListNode list,
      @Nullable ReferenceNode reference) {}

  /**
   * @param nodes from the top-level field to the leaf
   */
  public static LeafPath of(List<FieldNode> nodes) {
    List<Hop> hops = new ArrayList<>();
    List<FieldNode> chain = new ArrayList<>();
    int base = 0;
    int definition = 0;
    int lists = 0;
    for (FieldNode node : nodes) {
      chain.add(node);
      if (node.position().nullable()) {
        definition++;
      }
      ListNode list = node.list();
      ReferenceNode reference = node.reference();
      if (list == null && reference == null) {
        continue;
      }
      lists += list == null ? 0 : 1;
      hops.add(hop(chain, base, definition, lists, list, reference));
      definition += list == null ? 0 : 1;
      base = definition;
      chain.clear();
    }
    hops.add(hop(chain, base, definition, lists, null, null));
    return new LeafPath(hops.toArray(Hop[]::new), definition);
  }

  private static Hop hop(
      List<FieldNode> chain,
      int base,
      int definition,
      int repetition,
      @Nullable ListNode list,
      @Nullable ReferenceNode reference) {
    return new Hop(chain.toArray(FieldNode[]::new), base, definition, repetition, list, reference);
  }

  /** The repetition level of slots that a hop begins at, except for the first. */
  public int repetitionAt(int hop) {
    return hop == 0 ? 0 : hops[hop - 1].repetition;
  }

  /** Whether fields refer to others on the way, or list views to their elements. */
  public boolean hasReferences() {
    return isReferredTo(hops.length);
  }

  /** Whether a reference or list view leads to the slots that a hop begins at. */
  public boolean isReferredTo(int hop) {
    for (int i = 0; i < hop; i++) {
      if (hops[i].reference != null || hops[i].list instanceof ListViewNode) {
        return true;
      }
    }
    return false;
  }

  Hop last() {
    return hops[hops.length - 1];
  }

  /** Whether a slot of the leaf, or of a struct around it below lists, is null and may not be. */
  public boolean hasUnfitLeafSlots() {
    return hasUnfitNulls(last());
  }

  private static boolean hasUnfitNulls(Hop hop) {
    for (FieldNode node : hop.chain) {
      if (node.hasNulls() && !node.position().nullable()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a slot holds what it must not, which a null parent may yet hide: a null in a field that
   * may not be null, or a reference to nothing.
   */
  public boolean hasUnfitSlots() {
    for (Hop hop : hops) {
      if (hop.reference != null && hop.reference.hasUnfitSlots()) {
        return true;
      }
      if (hasUnfitNulls(hop)) {
        return true;
      }
    }
    return false;
  }
}
