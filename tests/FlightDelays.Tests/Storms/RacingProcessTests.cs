using FlightDelays.Tests.Processes;
using StateGen;
using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Storms;

/// <summary>Many processes try to create the same entries of a log in a storage that they share. Each entry is created by exactly one.</summary>
[Trait("Category", "Slow")]
public abstract class RacingProcessTests(SharedStorage storage) : IAsyncDisposable
{
    private const int Racers = 16;

    private readonly Workspace _workspace = new();
    private readonly List<ChildProcess> _racers = [];

    private protected async Task RaceAsync(int rounds)
    {
        var place = await storage.CreatePlaceAsync(_workspace);
        for (var racer = 0; racer < Racers; racer++)
            _racers.Add(Sample.StartProgram("StateGen.Storms.dll", [place.Uri, "race", $"{racer}"]));
        foreach (var racer in _racers)
            Assert.Equal("ready", await racer.ReadErrorLineAsync());
        using var entries = CheckpointTarget.Parse(place.Uri).Open(out _);
        for (var round = 1; round <= rounds; round++)
            await RaceAsync(entries, $"log/{round:D10}.json");
        Assert.Equal(rounds, (await entries.ListAsync("", TestContext.Current.CancellationToken)).Count);
        Assert.DoesNotContain(
            Directory.Exists(_workspace.State) ? Directory.GetFiles(_workspace.State, "*", SearchOption.AllDirectories) : [],
            static file => Path.GetFileName(file).StartsWith('.'));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var racer in _racers)
            await racer.DisposeAsync();
        _workspace.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RaceAsync(ICheckpointStorage entries, string path)
    {
        foreach (var racer in _racers)
            await racer.WriteLineAsync(path);
        var answers = new List<string?>();
        foreach (var racer in _racers)
            answers.Add(await racer.ReadErrorLineAsync());
        Assert.Equal(Racers - 1, answers.Count(static answer => answer == "lost"));
        using var reader = new StreamReader((await entries.TryOpenAsync(path, TestContext.Current.CancellationToken))!);
        Assert.Equal($"{answers.IndexOf("won")}", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}

/// <summary>Races on a directory without a lock.</summary>
public sealed class DirectoryRaceTests(LocalStorage storage) : RacingProcessTests(storage), IClassFixture<LocalStorage>
{
    [Fact]
    public Task Of_many_processes_that_want_one_entry_exactly_one_creates_it() => RaceAsync(TestScale.Of(50, soak: 1_000));
}

/// <summary>Races on Azure Blob Storage.</summary>
public sealed class AzuriteRaceTests(AzuriteStorage storage) : RacingProcessTests(storage), IClassFixture<AzuriteStorage>
{
    [Fact]
    public Task Of_many_processes_that_want_one_entry_exactly_one_creates_it() => RaceAsync(TestScale.Of(10, soak: 1_000));
}

/// <summary>Races on GlusterFS.</summary>
[Collection(GlusterStorage.OneAtATime)]
public sealed class GlusterRaceTests(GlusterStorage storage) : RacingProcessTests(storage), IClassFixture<GlusterStorage>
{
    [SoakFact]
    public Task Of_many_processes_that_want_one_entry_exactly_one_creates_it() => RaceAsync(1_000);
}
