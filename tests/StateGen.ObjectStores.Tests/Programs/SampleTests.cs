using StateGen.Checkpoints;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace StateGen.ObjectStores.Tests.Programs;

/// <summary>The sample with its checkpoints in an object store.</summary>
public sealed class SampleTests(Stores stores) : IClassFixture<Stores>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("azblob")]
    [InlineData("s3")]
    public async Task The_sample_keeps_its_checkpoints_where_the_URI_says(string scheme)
    {
        var place = await stores.NewPlaceAsync(scheme);
        var first = await RunAsync(place);
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("Finished: ", first.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory["state/checkpoints"]));
        Assert.Contains("The job was finished before", (await RunAsync(place)).Error, StringComparison.Ordinal);
        using var storage = CheckpointTarget.Parse(place).Open(out _);
        Assert.True((await CheckpointStore.OpenForReadingAsync(storage, "flight-delays", Token)).FindLatest()!.IsFinished);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<ProcessResult> RunAsync(string place)
    {
        await using var process = ChildProcess.Start(
            "dotnet",
            [
                "exec", Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll"), "--input", Path.Combine(AppContext.BaseDirectory, "flights-2001q1.csv"),
                "--output", _directory["output"], "--state", _directory["state"], "--checkpoint-to", place,
            ],
            await stores.CredentialsAsync());
        return await process.WaitAsync();
    }
}
