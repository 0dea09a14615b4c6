using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class ValueStateTests
{
    private const string Counter = """
        [Operator("counter")]
        internal sealed partial class Counter : ProbeOperator<Counter, string>
        {
            [State] internal partial long Count { get; set; }
            [State] internal partial int? Worst { get; set; }
        }
        """;

    [Fact]
    public Task Values_are_kept_per_key_and_survive_a_restore() => Generated.From(Counter, """
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Counter, string>.OpenAsync();
                Expect.Equal("1", host.Do("a", counter => ++counter.Count));
                Expect.Equal("2", host.Do("a", counter => ++counter.Count));
                Expect.Equal("0", host.Do("b", counter => counter.Count));
                Expect.Equal("nothing", host.Do("a", counter => counter.Worst));
                Expect.Equal("0", host.Do("a", counter => counter.Worst = 0));
                await host.RestoreAsync();
                Expect.Equal("2", host.Do("a", counter => counter.Count));
                Expect.Equal("0", host.Do("a", counter => counter.Worst));
                Expect.Equal(1L, host.Entries);
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Clearing_every_state_removes_the_row() => Generated.From(Counter, """
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Counter, string>.OpenAsync();
                host.Do("a", counter => counter.Count = 5);
                host.Do("b", counter => counter.Worst = 0);
                Expect.Equal(2L, host.Entries);
                host.Do("a", counter => counter.Count = 0);
                host.Do("b", counter => counter.Worst = null);
                Expect.Equal(0L, host.Entries);
                host.Do("a", counter => counter.Count = 5);
                host.Do("a", counter => counter.Clear());
                Expect.Equal(0L, host.Entries);
                Expect.Equal("0", host.Do("a", counter => counter.Count));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task State_without_a_current_key_throws_and_names_operator_and_state() => Generated.From(Counter, """
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                Expect.Equal("Count", Expect.Throws<NoCurrentKeyException>(() => _ = new Counter().Count).State);
                var counter = new Counter();
                using var host = await OperatorHost.OpenAsync(counter, new OperatorHostOptions());
                var thrown = Expect.Throws<NoCurrentKeyException>(() => counter.Worst = 1);
                Expect.Equal("Worst", thrown.State);
                Expect.Equal("counter", thrown.OperatorId);
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task An_exception_undoes_the_changes_of_its_record() => Generated.From(Counter, """
        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Counter, string>.OpenAsync();
                host.Do("a", counter => counter.Count = 5);
                Expect.OperatorThrows<FormatException>(() => host.Do("a", counter =>
                {
                    counter.Count = 6;
                    throw new FormatException();
                }));
                Expect.Equal("5", host.Do("a", counter => counter.Count));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Values_that_cannot_be_stored_are_refused_when_they_are_assigned() => Generated.From("""
        internal readonly record struct Place(string Name, int Floor);
        internal sealed record Tag(string Text);
        internal record Open(int Number);
        internal sealed record Closed(int Number, int More) : Open(Number);

        [Operator("strict")]
        internal sealed partial class Strict : ProbeOperator<Strict, int>
        {
            [State] internal partial DateTime Seen { get; set; }
            [State] internal partial DateTime? Maybe { get; set; }
            [State] internal partial string? Text { get; set; }
            [State] internal partial Place Place { get; set; }
            [State] internal partial Tag? Tag { get; set; }
            [State] internal partial Open? Open { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Strict, int>.OpenAsync();
                var local = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Local);
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, strict => strict.Seen = local));
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, strict => strict.Maybe = local));
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, strict => strict.Text = "\ud800"));
                var thrown = Expect.OperatorThrows<ArgumentNullException>(() => host.Do(1, strict => strict.Place = new Place(null!, 1)));
                Expect.Equal("Place.Name", thrown.ParamName);
                Expect.OperatorThrows<ArgumentNullException>(() => host.Do(1, strict => strict.Tag = new Tag(null!)));
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, strict => strict.Open = new Closed(1, 2)));
                Expect.Equal(0L, host.Entries);
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Defaults_that_have_no_encoding_pass_through_a_restore() => Generated.From("""
        internal readonly record struct Place(string Name, int Floor);

        [Operator("sparse")]
        internal sealed partial class Sparse : ProbeOperator<Sparse, int>
        {
            [State] internal partial DateTime Seen { get; set; }
            [State] internal partial Place Place { get; set; }
            [State] internal partial int Count { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Sparse, int>.OpenAsync();
                host.Do(1, sparse => sparse.Count = 1);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, sparse => sparse.Seen == default && sparse.Place == default && sparse.Count == 1));
                host.Do(1, sparse => sparse.Place = new Place("x", 2));
                host.Do(1, sparse => sparse.Seen = DateTime.UnixEpoch);
                await host.RestoreAsync();
                Expect.Equal("True", host.Do(1, sparse => sparse.Seen == DateTime.UnixEpoch && sparse.Place == new Place("x", 2)));
                host.Do(1, sparse => sparse.Place = default);
                host.Do(1, sparse => sparse.Seen = default);
                host.Do(1, sparse => sparse.Count = default);
                Expect.Equal(0L, host.Entries);
            }
        }
        """).RunScenarioAsync();
}
