package io.flinkarrow.layout;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How a column lies in a body: its own buffers in the order of the format, then its children. Made
 * once per schema, so that no walk over a body looks at Arrow types again; several types share one
 * layout. What walks over bodies is a {@link LayoutVisitor}.
 */
public sealed interface ColumnLayout {

  /** What {@link Union#childOfTypeId()} has for a type id that no child has. */
  int NO_CHILD = -1;

  ColumnParts parts();

  /** Calls the visitor's method for this layout. */
  <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E;

  /**
   * The layout of a field in message format.
   *
   * @throws UnsupportedOperationException if its type has no layout
   */
  static ColumnLayout of(Field field) {
    return LayoutCompiler.compile(field);
  }

  /** The layouts of all fields. */
  static List<ColumnLayout> of(List<Field> fields) {
    return fields.stream().map(ColumnLayout::of).toList();
  }

  /** How many slots each column can have in a batch: all columns, depth first. */
  static int[] maximumSlots(List<ColumnLayout> columns) {
    return columns.stream()
        .flatMap(ColumnLayout::withChildren)
        .mapToInt(ColumnLayout::maximumSlots)
        .toArray();
  }

  /** Bytes per value of each column, 0 if it varies: all columns, depth first. */
  static int[] widths(List<ColumnLayout> columns) {
    return columns.stream()
        .flatMap(ColumnLayout::withChildren)
        .mapToInt(column -> column instanceof Fixed fixed ? fixed.width() : 0)
        .toArray();
  }

  private Stream<ColumnLayout> withChildren() {
    return Stream.concat(Stream.of(this), children().stream().flatMap(ColumnLayout::withChildren));
  }

  /** The field's name. */
  default String name() {
    return parts().name();
  }

  /** Whether slots may be null; never so for entries and keys of maps, and for run ends. */
  default boolean nullable() {
    return parts().nullable();
  }

  /** The type of what lies in the body, see {@link StorageType#inBody}. */
  default ArrowType type() {
    return parts().type();
  }

  /** Whether the first buffer is a validity bitmap, which is empty if nothing is null. */
  default boolean hasValidity() {
    return parts().validity();
  }

  /** Buffers of the column itself, except for the data buffers of views. */
  default int buffers() {
    return parts().buffers();
  }

  /** Whether data buffers of a varying number follow its own. */
  default boolean hasDataBuffers() {
    return parts().dataBuffers();
  }

  default List<ColumnLayout> children() {
    return parts().children();
  }

  /** The column and all below it. */
  default ColumnShape shape() {
    return parts().shape();
  }

  /** How many slots the column can have in a batch. */
  default int maximumSlots() {
    return Integer.MAX_VALUE;
  }

  /** The type Null: no buffers. */
  record Nothing(ColumnParts parts) implements ColumnLayout {
    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.nothing(this, argument);
    }
  }

  /** Validity and one bit per slot. */
  record Bits(ColumnParts parts) implements ColumnLayout {
    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.bits(this, argument);
    }
  }

  /**
   * Validity and as many bytes per slot as every other has.
   *
   * @param width bytes per slot
   */
  record Fixed(ColumnParts parts, int width) implements ColumnLayout {
    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.fixed(this, argument);
    }
  }

  /**
   * A dictionary-encoded column: validity and indices. The values belong to the dictionary.
   *
   * @param width bytes per index
   */
  record Indices(ColumnParts parts, int width, boolean signed, long dictionaryId)
      implements ColumnLayout {
    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.indices(this, argument);
    }
  }

  /**
   * Strings and binaries: validity, offsets, and the bytes they lead into.
   *
   * @param offsetWidth bytes per offset, 4 or 8
   * @param strings whether the values are UTF-8
   */
  record Bytes(ColumnParts parts, int offsetWidth, boolean strings) implements ColumnLayout {
    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.bytes(this, argument);
    }
  }

  /**
   * Strings and binaries: validity, views as {@link ViewForm} has them, data buffers of a varying
   * number.
   *
   * @param strings whether the values are UTF-8
   */
  record Views(ColumnParts parts, boolean strings) implements ColumnLayout {
    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.views(this, argument);
    }
  }

  /** Validity; the children have the same slots. */
  record Struct(ColumnParts parts) implements ColumnLayout {
    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.struct(this, argument);
    }
  }

  /**
   * Lists and maps: validity, and offsets into the element's slots.
   *
   * @param offsetWidth bytes per offset, 4 or 8
   */
  record OffsetList(ColumnParts parts, int offsetWidth) implements ColumnLayout {
    public ColumnLayout element() {
      return children().get(0);
    }

    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.list(this, argument);
    }
  }

  /**
   * Validity, offsets, and sizes: stretches of the element's slots in any order.
   *
   * @param offsetWidth bytes per offset and size, 4 or 8
   */
  record ListViews(ColumnParts parts, int offsetWidth) implements ColumnLayout {
    public ColumnLayout element() {
      return children().get(0);
    }

    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.listViews(this, argument);
    }
  }

  /** Validity; the element has {@code size} slots per slot. */
  record FixedSizeList(ColumnParts parts, int size) implements ColumnLayout {
    public ColumnLayout element() {
      return children().get(0);
    }

    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.fixedSizeList(this, argument);
    }
  }

  /**
   * Type ids, and if it is dense, offsets into the child. No validity.
   *
   * @param typeIds of the children
   */
  record Union(ColumnParts parts, boolean dense, List<Integer> typeIds) implements ColumnLayout {
    public Union {
      typeIds = List.copyOf(typeIds);
    }

    /** The child of each type id, from 0 to 255. */
    public int[] childOfTypeId() {
      int[] childOfTypeId = new int[1 << Byte.SIZE];
      Arrays.fill(childOfTypeId, NO_CHILD);
      for (int child = 0; child < typeIds.size(); child++) {
        childOfTypeId[typeIds.get(child) & 0xFF] = child;
      }
      return childOfTypeId;
    }

    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.union(this, argument);
    }
  }

  /** No buffers: run ends and values are the children. Slots of a run have one value. */
  record RunEnds(ColumnParts parts) implements ColumnLayout {
    public Fixed ends() {
      return (Fixed) children().get(0);
    }

    public ColumnLayout values() {
      return children().get(1);
    }

    @Override
    public int maximumSlots() {
      return ends().width() == Short.BYTES ? Short.MAX_VALUE : Integer.MAX_VALUE;
    }

    @Override
    public <A, E extends Exception> void accept(LayoutVisitor<A, E> visitor, A argument) throws E {
      visitor.runEnds(this, argument);
    }
  }
}
