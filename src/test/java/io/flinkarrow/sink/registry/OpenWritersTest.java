package io.flinkarrow.sink.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class OpenWritersTest {

  private static final long BUDGET = 1000;

  private final OpenWriters openWriters = new OpenWriters(BUDGET);

  private Holder holder(@Nullable String bucketId, long idleBytes) {
    return new Holder(openWriters, bucketId, idleBytes);
  }

  @Test
  void nobodyFlushesWithinTheBudget() throws IOException {
    Holder writer = holder("a", 0);
    writer.take(BUDGET);
    assertThat(writer.flushes).isZero();
  }

  @Test
  void overTheBudgetOnlyTheLargestWriterEndsItsRowGroup() throws IOException {
    Holder small = holder("small", 0);
    Holder large = holder("large", 0);
    Holder last = holder("last", 0);
    small.take(200);
    large.take(600);
    last.take(201);
    assertThat(List.of(small.flushes, large.flushes, last.flushes)).containsExactly(0, 1, 0);
    assertThat(openWriters.totals().retainedBytes()).isEqualTo(401);
  }

  @Test
  void oneFlushAfterTheOtherUntilTheBudgetHolds() throws IOException {
    Holder first = holder("first", 0);
    Holder second = holder("second", 0);
    Holder third = holder("third", 450);
    first.take(400);
    second.take(500);
    third.take(399);
    assertThat(List.of(first.flushes, second.flushes, third.flushes)).containsExactly(1, 1, 0);
    assertThat(openWriters.totals().retainedBytes()).isEqualTo(849);
  }

  @Test
  void aThreadFlushesOnlyItsOwnWriters() throws Exception {
    List<Holder> others = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              try {
                others.add(holder(null, 0));
                others.get(0).take(BUDGET);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    other.start();
    other.join();
    Holder mine = holder(null, 0);
    mine.take(BUDGET);
    assertThat(mine.flushes + others.get(0).flushes).as("each within its own budget").isZero();
    mine.take(1);
    assertThat(mine.flushes).isEqualTo(1);
    assertThat(others.get(0).flushes).isZero();
  }

  @Test
  void aWriterThatLeavesLeavesNothing() throws IOException {
    Holder a = holder("a", 7);
    Holder next = holder("a", 0);
    a.take(10);
    next.take(3);
    openWriters.remove(a.registration);
    assertThat(openWriters.totals()).isEqualTo(new OpenWriters.Totals(1, 3, 3));
    openWriters.remove(a.registration);
    openWriters.update(a.registration, a.state());
    assertThat(openWriters.totals()).as("a late call").isEqualTo(new OpenWriters.Totals(1, 3, 3));
  }

  @Test
  void aWriterThatNobodyHoldsIsForgotten() throws Exception {
    holder("dropped", 0).take(500);
    for (int i = 0; i < 50 && openWriters.totals().writers() > 0; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(openWriters.totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
  }

  @Test
  void serializedWithItsUsersItStartsEmptyAndStaysShared() throws Exception {
    holder("a", 0).take(10);
    OpenWriters[] copies = InstantiationUtil.clone(new OpenWriters[] {openWriters, openWriters});
    assertThat(copies[0]).isSameAs(copies[1]);
    assertThat(copies[0].totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
  }
}
