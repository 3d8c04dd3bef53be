package io.flinkarrow.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.BufferLayout;
import org.apache.arrow.vector.BufferLayout.BufferType;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnLayoutsAreArrowsTest {

  private static final ArrowType INT16 = new ArrowType.Int(16, true);
  private static final ArrowType STRING = new ArrowType.Utf8();

  /** One field at least of each type that Arrow has. */
  private static List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (int bits : new int[] {8, 16, 32, 64}) {
      fields.add(field(new ArrowType.Int(bits, true)));
      fields.add(field(new ArrowType.Int(bits, false)));
    }
    for (FloatingPointPrecision precision : FloatingPointPrecision.values()) {
      fields.add(field(new ArrowType.FloatingPoint(precision)));
    }
    for (int bits : new int[] {32, 64, 128, 256}) {
      fields.add(field(new ArrowType.Decimal(9, 2, bits)));
    }
    for (DateUnit unit : DateUnit.values()) {
      fields.add(field(new ArrowType.Date(unit)));
    }
    for (IntervalUnit unit : IntervalUnit.values()) {
      fields.add(field(new ArrowType.Interval(unit)));
    }
    for (TimeUnit unit : TimeUnit.values()) {
      fields.add(field(new ArrowType.Timestamp(unit, null)));
      fields.add(field(new ArrowType.Timestamp(unit, "UTC")));
      fields.add(field(new ArrowType.Duration(unit)));
      boolean wide = unit == TimeUnit.MICROSECOND || unit == TimeUnit.NANOSECOND;
      fields.add(field(new ArrowType.Time(unit, wide ? 64 : 32)));
    }
    Field entries = field(new ArrowType.Struct(), field(STRING), field(INT16));
    int[] typeIds = {7, 100};
    Stream.of(
            field(new ArrowType.Null()),
            field(new ArrowType.Bool()),
            field(new ArrowType.FixedSizeBinary(3)),
            field(STRING),
            field(new ArrowType.Binary()),
            field(new ArrowType.LargeUtf8()),
            field(new ArrowType.LargeBinary()),
            field(new ArrowType.Utf8View()),
            field(new ArrowType.BinaryView()),
            field(new ArrowType.Struct()),
            entries,
            field(new ArrowType.List(), field(STRING)),
            field(new ArrowType.LargeList(), field(STRING)),
            field(new ArrowType.Map(false), entries),
            field(new ArrowType.ListView(), field(STRING)),
            field(new ArrowType.LargeListView(), field(STRING)),
            field(new ArrowType.FixedSizeList(5), field(new ArrowType.Utf8View())),
            field(new ArrowType.Union(UnionMode.Sparse, null), field(STRING), field(INT16)),
            field(new ArrowType.Union(UnionMode.Sparse, typeIds), field(STRING), field(INT16)),
            field(new ArrowType.Union(UnionMode.Dense, typeIds), field(STRING), field(INT16)),
            field(new ArrowType.RunEndEncoded(), field(INT16), field(STRING)))
        .forEach(fields::add);
    return fields;
  }

  private static Field field(ArrowType type, Field... children) {
    return new Field("a", FieldType.nullable(type), List.of(children));
  }

  @Test
  void everyTypeHasALayout() {
    Set<ArrowTypeID> tried = EnumSet.noneOf(ArrowTypeID.class);
    fields().forEach(field -> tried.add(field.getType().getTypeID()));

    assertThat(tried).isEqualTo(EnumSet.complementOf(EnumSet.of(ArrowTypeID.NONE)));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aColumnHasTheBuffersThatArrowSays(Field field) {
    ColumnLayout layout = ColumnLayout.of(field);

    List<BufferType> own = new ArrayList<>();
    layout.accept(new OwnBuffers(), own);
    assertThat(own).isEqualTo(TypeLayout.getTypeLayout(field.getType()).getBufferTypes());
    assertThat(layout.buffers()).isEqualTo(TypeLayout.getTypeBufferCount(field.getType()));
    assertThat(layout.hasValidity()).isEqualTo(own.contains(BufferType.VALIDITY));
    assertThat(layout.hasDataBuffers()).isEqualTo(isView(field));
    assertThat(layout.type()).isEqualTo(field.getType());
    assertThat(layout.children()).hasSameSizeAs(field.getChildren());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aColumnHasTheWidthsThatArrowSays(Field field) {
    List<Integer> bits = new ArrayList<>();
    ColumnLayout.of(field).accept(new SlotBits(), bits);

    List<Integer> expected =
        TypeLayout.getTypeLayout(field.getType()).getBufferLayouts().stream()
            .filter(buffer -> buffer.getType() != BufferType.VALIDITY)
            .map(ColumnLayoutsAreArrowsTest::bitWidth)
            .toList();
    assertThat(bits).isEqualTo(expected);
  }

  /** Two widths are wrong in Arrow for Java: bytes instead of bits, and those of offsets. */
  private static int bitWidth(BufferLayout buffer) {
    return switch (buffer.getType()) {
      case VIEWS -> 128;
      case TYPE -> 8;
      default -> buffer.getTypeBitWidth();
    };
  }

  /** For which Arrow for Java has no layout, though the format allows it. */
  @Test
  void valuesOfNoBytesHaveTheWidthZero() {
    Field field = field(new ArrowType.FixedSizeBinary(0));

    assertThat(ColumnLayout.of(field))
        .isInstanceOfSatisfying(
            ColumnLayout.Fixed.class, fixed -> assertThat(fixed.width()).isZero());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aColumnCountsWhatLiesBelowIt(Field field) {
    Field parent = field(new ArrowType.Struct(), field, field(new ArrowType.Utf8View()), field);

    assertThat(ColumnLayout.of(parent).shape()).isEqualTo(count(parent));
    assertThat(ColumnShape.of(ColumnLayout.of(List.of(parent, field))))
        .isEqualTo(count(parent).plus(count(field)));
  }

  private static boolean isView(Field field) {
    return field.getType() instanceof ArrowType.Utf8View
        || field.getType() instanceof ArrowType.BinaryView;
  }

  private static ColumnShape count(Field field) {
    int buffers = TypeLayout.getTypeBufferCount(field.getType());
    boolean view = isView(field);
    ColumnShape shape = new ColumnShape(1, buffers, view ? 1 : 0);
    for (Field child : field.getChildren()) {
      shape = shape.plus(count(child));
    }
    return shape;
  }

  @ParameterizedTest
  @MethodSource("fields")
  void ofAnEncodedColumnOnlyTheIndicesLieInTheBody(Field field) {
    for (int bits : new int[] {8, 16, 32, 64}) {
      for (boolean signed : new boolean[] {true, false}) {
        ArrowType.Int index = new ArrowType.Int(bits, signed);
        FieldType encoded =
            new FieldType(false, field.getType(), new DictionaryEncoding(9, false, index));
        ColumnLayout layout = ColumnLayout.of(new Field("a", encoded, field.getChildren()));

        assertThat(layout.children()).isEmpty();
        assertThat(layout.type()).isEqualTo(index);
        assertThat(layout.nullable()).isFalse();
        assertThat(layout.shape()).isEqualTo(new ColumnShape(1, 2, 0));
        assertThat(layout)
            .isInstanceOfSatisfying(
                ColumnLayout.Indices.class,
                indices -> {
                  assertThat(indices.width()).isEqualTo(bits / Byte.SIZE);
                  assertThat(indices.signed()).isEqualTo(signed);
                  assertThat(indices.dictionaryId()).isEqualTo(9);
                });
      }
    }
  }

  @Test
  void onlyStringsAreUtf8() {
    Set<ArrowTypeID> strings = new LinkedHashSet<>();
    for (Field field : fields()) {
      ColumnLayout layout = ColumnLayout.of(field);
      if ((layout instanceof ColumnLayout.Bytes bytes && bytes.strings())
          || (layout instanceof ColumnLayout.Views views && views.strings())) {
        strings.add(field.getType().getTypeID());
      }
    }

    assertThat(strings)
        .containsExactlyInAnyOrder(ArrowTypeID.Utf8, ArrowTypeID.LargeUtf8, ArrowTypeID.Utf8View);
  }

  @Test
  void keysEntriesAndRunEndsAreNeverNull() {
    Field entries = field(new ArrowType.Struct(), field(STRING), field(INT16));
    ColumnLayout map = ColumnLayout.of(field(new ArrowType.Map(false), entries));
    ColumnLayout runs =
        ColumnLayout.of(field(new ArrowType.RunEndEncoded(), field(INT16), entries));

    assertThat(map.nullable()).isTrue();
    assertThat(map.children().get(0).nullable()).isFalse();
    assertThat(map.children().get(0).children())
        .extracting(ColumnLayout::nullable)
        .containsExactly(false, true);
    assertThat(runs.children()).extracting(ColumnLayout::nullable).containsExactly(false, true);
    assertThat(runs.children().get(1).children())
        .extracting(ColumnLayout::nullable)
        .containsExactly(true, true);
  }

  @Test
  void aUnionFindsTheChildOfATypeId() {
    Field[] children = {field(STRING), field(INT16)};
    int[] typeIds = {7, 100};

    int[] byId = childOfTypeId(field(new ArrowType.Union(UnionMode.Dense, typeIds), children));
    assertThat(byId).hasSize(256).containsOnlyOnce(0, 1).contains(ColumnLayout.NO_CHILD);
    assertThat(byId[7]).isZero();
    assertThat(byId[100]).isOne();

    int[] byPosition = childOfTypeId(field(new ArrowType.Union(UnionMode.Sparse, null), children));
    assertThat(byPosition).startsWith(0, 1, ColumnLayout.NO_CHILD);
  }

  private static int[] childOfTypeId(Field union) {
    return ((ColumnLayout.Union) ColumnLayout.of(union)).childOfTypeId();
  }

  @Test
  void shortRunEndsCountFewerSlots() {
    ArrowType type = new ArrowType.RunEndEncoded();
    Field ends = field(new ArrowType.Int(32, true));

    assertThat(ColumnLayout.of(field(type, field(INT16), ends)).maximumSlots()).isEqualTo(32_767);
    assertThat(ColumnLayout.of(field(type, ends, ends)).maximumSlots())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aTypeWithoutLayoutIsRefusedByTheNameOfItsColumn() {
    Field field = field(new WithoutLayout());

    assertThatThrownBy(() -> ColumnLayout.of(field))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Column 'a' has the type");
  }

  private static final class WithoutLayout extends ArrowType {
    @Override
    public boolean isComplex() {
      return false;
    }

    @Override
    public ArrowTypeID getTypeID() {
      return ArrowTypeID.NONE;
    }

    @Override
    public int getType(FlatBufferBuilder builder) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T accept(ArrowTypeVisitor<T> visitor) {
      throw new UnsupportedOperationException();
    }
  }
}
