using System.Collections.Immutable;
using NodaTime;
using StateGen.Schemas;
using StateGen.Serialization;
using StateGen.TestKit.Backends;

namespace StateGen.MessagePack.Tests;

/// <summary>A member of a state value that only a formatter can store.</summary>
public sealed record Visit(Instant From, Instant? To, ImmutableArray<Instant> Calls, Herd? Herd);

/// <summary>Holds values that only formatters can store, in every kind of state.</summary>
[Operator("visits")]
public sealed partial class Visits : KeyedOperator<string, Action<Visits>, string>
{
    [State] public partial Instant Plain { get; set; }

    [State] public partial Instant? Maybe { get; set; }

    [State] public partial Visit? Inside { get; set; }

    [State(Copy = true)] public partial Track? Track { get; set; }

    [State(Copy = true)] public partial Knot? Knot { get; set; }

    [State(Copy = true)] public partial Dictionary<string, Instant>? Dictionary { get; set; }

    [State] public partial ListState<Instant> List { get; }

    [State] public partial MapState<string, Herd> Map { get; }

    [State] public partial ListState<Coin> Forged { get; }

    protected override void OnEvent(Action<Visits> action, OperatorContext<string> context) => action(this);
}

public sealed class FormatterStateTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 29, 12, 0).PlusNanoseconds(7);
    private static readonly Herd Sheep = new(new Coin(99), Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_formatted_value_is_state_a_member_an_element_and_a_map_value(bool onDisk)
    {
        using BackendUnderTest backend = onDisk ? new RocksDbUnderTest() : new MemoryUnderTest();
        using var host = await OpenAsync(backend);
        host.Process("a", Fill, DateTimeOffset.UnixEpoch);
        host.Process("b", static visits => visits.Map["x"] = Sheep, DateTimeOffset.UnixEpoch);
        host.Process("a", Check, DateTimeOffset.UnixEpoch);

        using var restored = await OpenAsync(backend, await host.SnapshotAsync(Cancellation));

        restored.Process("a", Check, DateTimeOffset.UnixEpoch);
        restored.Process("b", static visits => Assert.Equal(default, visits.Plain), DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_that_can_be_changed_is_copied_through_its_formatter(bool onDisk)
    {
        using BackendUnderTest backend = onDisk ? new RocksDbUnderTest() : new MemoryUnderTest();
        using var host = await OpenAsync(backend);
        host.Process("a", static visits =>
        {
            var track = new Track();
            track.Add(Noon);
            visits.Track = track;
            track.Add(Noon);
            Assert.Equal(1, visits.Track.Count);
            visits.Track.Add(Noon);
            Assert.Equal(1, visits.Track.Count);
        }, DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task A_record_whose_value_the_formatter_refuses_changes_nothing()
    {
        using var backend = new RocksDbUnderTest();
        using var host = await OpenAsync(backend);
        host.Process("a", static visits => visits.List.Add(Noon), DateTimeOffset.UnixEpoch);

        var exception = Record.Exception(() => host.Process("a", static visits =>
        {
            visits.List.Add(Noon);
            visits.Forged.Add(new Coin(1));
        }, DateTimeOffset.UnixEpoch));

        Assert.Contains(nameof(ThrowsWhenItWrites), exception!.ToString(), StringComparison.Ordinal);
        host.Process("a", static visits =>
        {
            Assert.Equal([Noon], visits.List);
            Assert.Empty(visits.Forged);
        }, DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void A_schema_knows_the_name_of_the_type_and_the_version()
    {
        Assert.Contains(new OpaqueSchema("NodaTime.Instant", 1), Codec<Visit>.Description.Types);
        Assert.Contains(new OpaqueSchema("StateGen.MessagePack.Tests.Track", 3), Codec<Track>.Description.Types);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<OperatorHost<string, Action<Visits>, string>> OpenAsync(BackendUnderTest backend, params OperatorHostSnapshot[] restore) =>
        OperatorHost.OpenAsync(new Visits(), new OperatorHostOptions { Backend = backend.Create(), Restore = restore }, Cancellation);

    private static void Fill(Visits visits)
    {
        visits.Plain = Noon;
        visits.Maybe = default(Instant);
        visits.Inside = new(Noon, null, [Noon, default], Sheep);
        visits.Track = new();
        visits.Track = Twice(visits.Track);
        visits.Dictionary = new() { ["now"] = Noon };
        visits.List.Add(Noon);
        visits.List.Add(default);
        visits.Map["sheep"] = Sheep;
    }

    private static Track Twice(Track track)
    {
        track.Add(Noon);
        track.Add(default);
        return track;
    }

    private static void Check(Visits visits)
    {
        Assert.Equal(Noon, visits.Plain);
        Assert.Equal(default(Instant), visits.Maybe);
        Assert.Equal((Noon, null, Sheep), (visits.Inside!.From, visits.Inside.To, visits.Inside.Herd));
        Assert.Equal([Noon, default], visits.Inside.Calls);
        Assert.Equal((2, Noon, default), (visits.Track!.Count, visits.Track.At(0), visits.Track.At(1)));
        Assert.Equal(Noon, visits.Dictionary!["now"]);
        Assert.Equal([Noon, default], visits.List);
        Assert.Equal(Sheep, visits.Map["sheep"]);
    }
}
