using FlightDelays.Tests.Processes;
using StateGen.TestKit.Processes;

namespace FlightDelays.Tests;

/// <summary>The sample with its checkpoints at a place that the command line names.</summary>
public sealed class CheckpointPlaceTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("?shared=true")]
    public async Task Checkpoints_are_where_a_URI_says(string settings)
    {
        var place = $"{new Uri(_workspace["else where"]).AbsoluteUri}{settings}";
        var first = await RunAsync(place);
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.True(File.Exists(Path.Combine(_workspace["else where"], "job.json")));
        Assert.Equal(settings.Length == 0, File.Exists(Path.Combine(_workspace["else where"], ".lock")));
        Assert.False(Directory.Exists(_workspace.Checkpoints));
        Assert.Contains("The job was finished before", (await RunAsync(place)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gs://bucket/prefix", 1, "nobody has registered the scheme 'gs'", "Registered are: azblob, file, s3.")]
    [InlineData("s3://", 1, "needs a bucket, as in 's3://bucket/prefix'")]
    [InlineData("azblob://account", 1, "needs an account and a container, as in 'azblob://account/container/prefix'")]
    [InlineData("azblob://account/container?endpont=x", 1, "has the unknown setting 'endpont'. Known are: endpoint.")]
    [InlineData("s3://bucket?endpoint=host:80", 1, "It begins with http:// or https://")]
    [InlineData("s3://key:secret@bucket/prefix", 2, "A URI of the scheme 's3' contains credentials. Leave them to the environment")]
    [InlineData("file:///place?shared=yes", 2, "The setting 'shared' of 'file:///place' is neither true nor false.")]
    [InlineData("", 2, "--checkpoint-to must not be empty.")]
    public async Task A_place_that_makes_no_sense_is_explained(string place, int exitCode, params string[] messages)
    {
        var result = await RunAsync(place);
        Refusal.AssertShown(result, messages);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_advice_about_a_file_URI_works()
    {
        var path = _workspace["place"].TrimStart('/');
        var result = await RunAsync($"file://{path}");
        Refusal.AssertShown(result, "after 'file://' comes an absolute path, as in 'file:///mnt/state'");
        Assert.Equal(0, (await RunAsync($"file:///{path}")).ExitCode);
    }

    private Task<ProcessResult> RunAsync(string place) => Sample.RunAsync(Sample.Arguments(_workspace, "memory", "--checkpoint-to", place));
}
