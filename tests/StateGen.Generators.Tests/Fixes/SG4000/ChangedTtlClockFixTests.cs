using StateGen.CodeFixes.SG4000;
using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Fixes.SG4000;

public sealed class ChangedTtlClockFixTests
{
    private const string Id = "SG4016";

    [Theory]
    [InlineData("Ttl(Hours = 1)", "Ttl(Hours = 1, Clock = TtlClock.EventTime)")]
    [InlineData("Ttl(Hours = 1, Clock = TtlClock.EventTime)", "Ttl(Hours = 1)")]
    [InlineData("Ttl(Hours = 1, Clock = TtlClock.EventTime)", "Ttl(Hours = 1, Clock = TtlClock.ProcessingTime)")]
    public async Task The_clock_of_the_stored_timestamps_is_kept(string before, string after)
    {
        var project = FixedProject.Create(RecordedProject.After(Operator(before)), Operator(after));
        Assert.Contains(Id, await project.FindIdsAsync());
        var kept = await project.FixAsync(new ChangedTtlClockCodeFixProvider(), Id);
        Assert.Equal(Operator(before), kept.Code);
        Assert.Empty(await kept.FindIdsAsync());
    }

    [Fact]
    public async Task Other_options_stay()
    {
        var project = FixedProject.Create(
            RecordedProject.After(Operator("Ttl(Hours = 1)")), Operator("Ttl(Clock = TtlClock.EventTime, Hours = 1, Refresh = TtlRefresh.OnReadAndWrite)"));
        var kept = await project.FixAsync(new ChangedTtlClockCodeFixProvider(), Id);
        Assert.Contains("[Ttl(Hours = 1, Refresh = TtlRefresh.OnReadAndWrite)]", kept.Code, StringComparison.Ordinal);
        Assert.Empty(await kept.FindIdsAsync());
    }

    private static string Operator(string attribute) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            [State]
            [{{attribute}}]
            private partial long Last { get; set; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """;
}
