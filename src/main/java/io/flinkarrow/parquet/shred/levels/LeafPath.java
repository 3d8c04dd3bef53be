package io.flinkarrow.parquet.shred.levels;

import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.ListNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A leaf column's way down from the rows: one hop to each list on the way, and a last one to the
 * leaf. Immutable; its nodes are bound to one batch after the other.
 *
 * @param hops from the rows to the leaf; all but the last end at a list
 * @param maxDefinition the definition level of a value
 */
public record LeafPath(Hop[] hops, int maxDefinition) {

  /**
   * From a row, or from a list's element, down through structs to the next list or to the leaf.
   *
   * @param chain the fields passed, the list or leaf included
   * @param baseDefinition the definition level of a slot whose first nullable field is null
   * @param fullDefinition the definition level of a slot where none is null: at a list, one that is
   *     empty
   * @param repetition the repetition level of the list's elements
   * @param list the list at the end, or {@code null} at the leaf
   */
  public record Hop(
      FieldNode[] chain, int baseDefinition, int fullDefinition, int repetition, ListNode list) {}

  /**
   * @param nodes from the top-level field to the leaf
   */
  public static LeafPath of(List<FieldNode> nodes) {
    List<Hop> hops = new ArrayList<>();
    List<FieldNode> chain = new ArrayList<>();
    int base = 0;
    int definition = 0;
    for (FieldNode node : nodes) {
      chain.add(node);
      if (node.position().nullable()) {
        definition++;
      }
      if (node instanceof ListNode list) {
        hops.add(hop(chain, base, definition, hops.size() + 1, list));
        definition++;
        base = definition;
        chain.clear();
      }
    }
    hops.add(hop(chain, base, definition, hops.size(), null));
    return new LeafPath(hops.toArray(Hop[]::new), definition);
  }

  private static Hop hop(
      List<FieldNode> chain, int base, int definition, int repetition, ListNode list) {
    return new Hop(chain.toArray(FieldNode[]::new), base, definition, repetition, list);
  }

  Hop last() {
    return hops[hops.length - 1];
  }

  /** Whether a field that may not be null has null slots, which a null parent may yet hide. */
  public boolean hasRequiredNulls() {
    for (Hop hop : hops) {
      for (FieldNode node : hop.chain) {
        if (node.hasNulls() && !node.position().nullable()) {
          return true;
        }
      }
    }
    return false;
  }
}
