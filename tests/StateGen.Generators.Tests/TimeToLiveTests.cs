using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests;

public class TimeToLiveTests
{
    [Fact]
    public Task Each_state_expires_on_its_own_after_the_time_to_live() => Generated.From("""
        internal readonly record struct Place(string Name);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State, Ttl(Milliseconds = 100)] internal partial long Count { get; set; }
            [State, Ttl(Milliseconds = 50)] internal partial string? Text { get; set; }
            [State, Ttl(Milliseconds = 100)] internal partial Place Place { get; set; }
            [State, Ttl(Milliseconds = 100)] internal partial MapState<int, int> Map { get; }
            [State, Ttl(Milliseconds = 100)] internal partial ListState<int> List { get; }
            [State] internal partial int Permanent { get; set; }
            [State] internal partial int CountWrittenAt { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.Count = 1);
                host.Do(1, op => op.Text = "x");
                host.Do(1, op => op.Place = new("p"));
                host.Do(1, op => op.Map[1] = 1);
                host.Do(1, op => { op.List.Add(1); return null; });
                host.Do(1, op => op.Permanent = 1);
                host.Now = 49;
                Expect.Equal("x", host.Do(1, op => op.Text));
                host.Now = 50;
                Expect.Equal("nothing", host.Do(1, op => op.Text));
                host.Do(1, op => op.Count = 2);
                await host.RestoreAsync();
                host.Now = 100;
                Expect.Equal("2", host.Do(1, op => op.Count));
                Expect.Equal("", host.Do(1, op => op.Place.Name) is "nothing" ? "" : "alive");
                Expect.Equal("True", host.Do(1, op => op.Map.IsEmpty && op.List.IsEmpty));
                host.Now = 150;
                Expect.Equal("0", host.Do(1, op => op.Count));
                Expect.Equal("1", host.Do(1, op => op.Permanent));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task A_row_whose_states_are_default_or_expired_is_removed_when_it_is_stored() => Generated.From("""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State, Ttl(Milliseconds = 100)] internal partial long Count { get; set; }
            [State] internal partial int Permanent { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.Permanent = 1);
                host.Do(1, op => op.Count = 1);
                host.Now = 100;
                host.Do(1, op => op.Permanent = 0);
                Expect.Equal(0L, host.Entries);
                host.Do(2, op => op.Count = 1);
                host.Do(2, op => op.Count = 0);
                Expect.Equal(0L, host.Entries);
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public void The_parts_of_a_time_to_live_are_added_up()
    {
        var generated = Generated.From("""
            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State, Ttl(Days = 1, Hours = 1, Minutes = 1, Seconds = 1, Milliseconds = 1)] internal partial long Count { get; set; }
            }
            """);
        Assert.Contains(", ttl 90061001 ms", generated.File("Op"), StringComparison.Ordinal);
    }
}
