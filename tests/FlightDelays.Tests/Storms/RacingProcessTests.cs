using FlightDelays.Tests.Processes;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests.Storms;

/// <summary>Many processes try to create the same entries of a log in a directory that they share. Each entry is created by exactly one.</summary>
[Trait("Category", "Slow")]
public sealed class RacingProcessTests : IAsyncDisposable
{
    private const int Racers = 16;

    private readonly Workspace _workspace = new();
    private readonly List<ChildProcess> _racers = [];

    [Fact]
    public async Task Of_many_processes_that_want_one_entry_exactly_one_creates_it()
    {
        for (var racer = 0; racer < Racers; racer++)
            _racers.Add(Sample.StartProgram("StateGen.Storms.dll", [_workspace.State, "race", $"{racer}"]));
        foreach (var racer in _racers)
            Assert.Equal("ready", await racer.ReadErrorLineAsync());
        for (var round = 1; round <= TestScale.Of(50, soak: 1_000); round++)
            await RaceAsync($"log/{round:D10}.json");
        Assert.DoesNotContain(Directory.GetFiles(_workspace.State, "*", SearchOption.AllDirectories), static file => Path.GetFileName(file).StartsWith('.'));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var racer in _racers)
            await racer.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task RaceAsync(string entry)
    {
        foreach (var racer in _racers)
            await racer.WriteLineAsync(entry);
        var answers = new List<string?>();
        foreach (var racer in _racers)
            answers.Add(await racer.ReadErrorLineAsync());
        Assert.Equal(Racers - 1, answers.Count(static answer => answer == "lost"));
        var winner = answers.IndexOf("won");
        Assert.Equal($"{winner}", await File.ReadAllTextAsync(Path.Combine(_workspace.State, entry), TestContext.Current.CancellationToken));
    }
}
