package io.flinkarrow.row.bind;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Slots;
import io.flinkarrow.value.KeyOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Finds for each field of a row the column that views it. Columns that have no view of their own
 * are put together in Arrow's layout, each by itself, and read by {@link ColumnBindings}, as
 * payloads are. For one schema.
 *
 * @param leaves views of columns without children
 * @param columns reads the others; collects what does not fit
 * @param maximumBytes of heap that a value may take that is made of several columns
 */
record ViewBindings(LeafViews leaves, ColumnBindings columns, long maximumBytes) {

  ViewBindings(boolean utcTimezone, long maximumBytes) {
    this(new LeafViews(utcTimezone), new ColumnBindings(), maximumBytes);
  }

  /** Those of a column, to be kept. */
  static Slots slots(FieldColumn column) {
    return new Slots(column.slots().count(), column.validity());
  }

  List<String> problems() {
    return columns.problems();
  }

  /**
   * The fields of a row.
   *
   * @param asked a row or structured type
   * @param parent path of the struct, with a dot behind it; empty for a schema
   */
  RowViewBinding row(List<Field> fields, LogicalType asked, String parent) {
    List<String> names = LogicalTypeChecks.getFieldNames(asked);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(asked);
    Map<String, Integer> targets = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      targets.put(names.get(i), i);
    }
    List<RowViewBinding.Column> found = new ArrayList<>();
    for (Field field : fields) {
      Integer target = targets.remove(field.getName());
      ViewBinding binding =
          target == null ? null : field(field, types.get(target), parent + field.getName());
      found.add(new RowViewBinding.Column(target == null ? -1 : target, binding));
    }
    return new RowViewBinding(names, found);
  }

  /** A column whose nulls are refused if a value is asked for. */
  private ViewBinding field(Field field, LogicalType asked, String path) {
    ViewBinding binding = column(field, asked, path);
    if (asked.isNullable()) {
      return binding;
    }
    return (column, parent) -> {
      ColumnView view = binding.bind(column, parent);
      int slot = view.slots().firstNullWithin(parent);
      if (slot < view.slots().count()) {
        throw new UnfitSlotException(
            slot,
            new RefusedInputException(
                "Column '%s' is declared NOT NULL but holds a null: declare it nullable"
                    .formatted(path)));
      }
      return view;
    };
  }

  private ViewBinding column(Field field, LogicalType asked, String path) {
    if (asked instanceof DistinctType distinct) {
      return column(field, distinct.getSourceType(), path);
    }
    ArrowTypeID type = StorageType.of(field).getTypeID();
    LogicalTypeRoot root = asked.getTypeRoot();
    if (type == ArrowTypeID.Null) {
      return ViewBindings::nulls;
    } else if (type == ArrowTypeID.List && asked instanceof ArrayType array) {
      return list(child(field, 0, array.getElementType(), path));
    } else if (type == ArrowTypeID.List && asked instanceof MapType map) {
      return keysOnly(child(field, 0, map.getKeyType(), path), KeyOrder.of(map.getKeyType()));
    } else if (type == ArrowTypeID.Map && asked instanceof MapType map) {
      return map(field, map.getKeyType(), map.getValueType(), path);
    } else if (type == ArrowTypeID.Map && asked instanceof MultisetType multiset) {
      return map(field, multiset.getElementType(), new IntType(false), path);
    } else if (type == ArrowTypeID.Struct
        && (root == LogicalTypeRoot.ROW || root == LogicalTypeRoot.STRUCTURED_TYPE)) {
      return struct(row(field.getChildren(), asked, path + "."));
    }
    return leaves.find(field, asked).orElseGet(() -> read(field, asked, path));
  }

  private ViewBinding child(Field field, int index, LogicalType asked, String path) {
    Field child = field.getChildren().get(index);
    return field(child, asked, path + "." + child.getName());
  }

  private static ColumnView nulls(FieldColumn column, Slots parent) throws IOException {
    column.body();
    return ColumnViews.nulls(column.slots().count());
  }

  private static ViewBinding struct(RowViewBinding row) {
    return (column, parent) -> {
      Slots slots = slots(column);
      return ColumnViews.rows(slots, row.bind(((FieldColumn.Struct) column).children(), slots));
    };
  }

  private static ViewBinding list(ViewBinding elements) {
    return ofLists(
        (lists, slots, parent) ->
            ColumnViews.arrays(slots, lists.offsets(), elements.bind(lists.element(), parent)));
  }

  /** A map without values, which a file may have, is a list of its keys in a batch. */
  private static ViewBinding keysOnly(ViewBinding keys, Comparator<Object> order) {
    return ofLists(
        (lists, slots, parent) -> {
          ColumnView keyView = keys.bind(lists.element(), parent);
          ColumnView values = ColumnViews.nulls(parent.count());
          return ColumnViews.maps(slots, lists.offsets(), keyView, values, order);
        });
  }

  private ViewBinding map(Field field, LogicalType key, LogicalType value, String path) {
    Field entries = field.getChildren().get(0);
    String entriesPath = path + "." + entries.getName();
    ViewBinding keys = child(entries, 0, key, entriesPath);
    ViewBinding values = child(entries, 1, value, entriesPath);
    Comparator<Object> order = KeyOrder.of(key);
    return ofLists(
        (lists, slots, parent) -> {
          List<FieldColumn> pairs = ((FieldColumn.Struct) lists.element()).children();
          ColumnView keyView = keys.bind(pairs.get(0), parent);
          ColumnView valueView = values.bind(pairs.get(1), parent);
          return ColumnViews.maps(slots, lists.offsets(), keyView, valueView, order);
        });
  }

  /** Makes the view of lists, or maps. */
  private interface OfLists {

    /**
     * @param elements those of all lists
     */
    ColumnView view(FieldColumn.Lists lists, Slots slots, Slots elements) throws IOException;
  }

  private static ViewBinding ofLists(OfLists view) {
    return (column, parent) -> {
      FieldColumn.Lists lists = (FieldColumn.Lists) column;
      Slots elements = Slots.valid(lists.element().slots().count());
      try {
        return view.view(lists, slots(lists), elements);
      } catch (UnfitSlotException e) {
        throw e.inList(listOf(e.slot(), lists.offsets()));
      }
    };
  }

  /** The list that an element's slot belongs to: the last one that begins at it or before. */
  private static int listOf(int element, int[] offsets) {
    int list = 0;
    while (list + 2 < offsets.length && offsets[list + 1] <= element) {
      list++;
    }
    return list;
  }

  /** Values that are put together, each of which is read when it is bound. */
  private ViewBinding read(Field field, LogicalType asked, String path) {
    ColumnBinding binding = columns.column(field, asked, path);
    MadeValues ofLeaf = new MadeValues((leaf, stored) -> values(binding, leaf.body(stored)));
    return (column, parent) -> {
      Slots slots = slots(column);
      return column instanceof FieldColumn.Leaf leaf
          ? ofLeaf.view(slots, leaf)
          : MadeValues.bySlot(slots, values(binding, column.body()));
    };
  }

  private ReadValues values(ColumnBinding binding, BatchBody body) {
    RowBudget budget = new RowBudget(maximumBytes);
    return new ReadValues(
        binding.bind(BatchCursor.of(body, budget)),
        binding.bind(BatchCursor.of(body, RowBudget.unlimited())),
        budget);
  }

  /**
   * @param charged to the budget
   */
  private record ReadValues(SlotReader charged, SlotReader lasting, RowBudget budget)
      implements MadeValues.Values {

    @Override
    public Object checked(int number) {
      budget.startOver();
      return charged.read(number);
    }

    @Override
    public Object again(int number) {
      return lasting.read(number);
    }
  }
}
