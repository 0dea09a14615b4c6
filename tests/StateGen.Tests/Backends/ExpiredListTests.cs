using StateGen.TestKit;

namespace StateGen.Tests.Backends;

/// <summary>The sweep goes on behind a list that takes it several steps.</summary>
public sealed class ExpiredListTests
{
    private const int Step = 1_024;
    private const int Keys = 1_000;
    private const int MostSweeps = 10_000;

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Step)]
    public async Task A_live_element_behind_a_whole_step_does_not_stop_the_sweep(int more)
    {
        using var host = await OperatorHost.OpenAsync(new ExpiringElements(), new() { Time = _time }, TestContext.Current.CancellationToken);
        Add(host, "long", Step + more);
        for (var key = 0; key < Keys; key++)
            Add(host, $"key-{key}", 1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Add(host, "long", 1);
        _time.Advance(TimeSpan.FromSeconds(6));
        for (var sweep = 0; sweep < MostSweeps && host.CountEntries() > 1; sweep++)
            host.Store.RemoveExpired();
        Assert.Equal(1, host.CountEntries());
    }

    [Fact]
    public async Task A_list_that_is_cleared_between_two_steps_does_not_stop_the_sweep()
    {
        using var host = await OperatorHost.OpenAsync(new ExpiringElements(), new() { Time = _time }, TestContext.Current.CancellationToken);
        Add(host, "long", 40 * Step);
        for (var key = 0; key < Keys; key++)
            Add(host, $"key-{key}", 1);
        _time.Advance(TimeSpan.FromSeconds(11));
        host.Store.RemoveExpired();
        host.Process("long", ExpiringElements.Clearing, _time.GetUtcNow());
        for (var sweep = 0; sweep < MostSweeps && host.CountEntries() > 0; sweep++)
            host.Store.RemoveExpired();
        Assert.Equal(0, host.CountEntries());
    }

    private void Add(OperatorHost<string, int, int> host, string key, int count)
    {
        for (var element = 0; element < count; element++)
            host.Process(key, element, _time.GetUtcNow());
    }
}

[Operator("expiring-elements")]
internal sealed partial class ExpiringElements : KeyedOperator<string, int, int>
{
    public const int Clearing = -1;

    [State, Ttl(Seconds = 10)]
    private partial ListState<int> Elements { get; }

    protected override void OnEvent(int value, OperatorContext<int> context)
    {
        if (value == Clearing)
            Elements.Clear();
        else
            Elements.Add(value);
    }
}
