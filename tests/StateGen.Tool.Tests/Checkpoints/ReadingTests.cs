using StateGen.Checkpoints;

namespace StateGen.Tool.Tests.Checkpoints;

/// <summary>What is shown of a sound storage. The members of the JSON are public: these texts change only with a line in the changelog.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly JobDirectory _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Checkpoints_are_listed()
    {
        await _job.WriteAsync(2, isLastCommitted: false);
        Assert.Equal((0, """
            {
              "location": "state",
              "jobId": "delays",
              "latestAttempt": {
                "number": 1,
                "machine": "MACHINE",
                "process": 1,
                "startedAt": "TIME"
              },
              "committedCheckpointId": 1,
              "checkpoints": [
                {
                  "checkpointId": 1,
                  "createdAt": "2001-04-01T00:00:58+00:00",
                  "attempt": 1,
                  "bytes": 100,
                  "files": 1,
                  "isFinished": false,
                  "isCommitted": true,
                  "damage": null
                },
                {
                  "checkpointId": 2,
                  "createdAt": "2001-04-01T00:01:58+00:00",
                  "attempt": 1,
                  "bytes": 200,
                  "files": 1,
                  "isFinished": false,
                  "isCommitted": false,
                  "damage": null
                }
              ]
            }

            """), await _job.RunPlainAsync("ls", "state", "--json"));
        var (exitCode, output) = await _job.RunPlainAsync("ls", new Uri(_job.State).AbsoluteUri);
        Assert.Equal(0, exitCode);
        Assert.Contains("\nLatest attempt: 1, in process ", output, StringComparison.Ordinal);
        Assert.Matches("\n1 +2001-04-01 00:00:58Z +1 +100 bytes +1 +committed *\n2 +2001-04-01 00:01:58Z +1 +200 bytes +1 *\n$", output);
    }

    [Fact]
    public async Task A_checkpoint_is_shown()
    {
        await _job.WriteAsync(2);
        Assert.Equal((0, """
            {
              "location": "state",
              "jobId": "delays",
              "checkpointId": 1,
              "createdAt": "2001-04-01T00:00:58+00:00",
              "attempt": 1,
              "isFinished": false,
              "isCommitted": true,
              "manifest": "log/0000000002.json",
              "backend": "memory",
              "maxParallelism": 128,
              "bytes": 100,
              "sources": [
                {
                  "id": "flights",
                  "splits": [
                    {
                      "id": "flights.csv@0",
                      "position": {
                        "file": "flights.csv",
                        "position": "100"
                      },
                      "maxEventTimeMilliseconds": 5,
                      "isFinished": false,
                      "isRevoked": false
                    }
                  ]
                }
              ],
              "operators": [
                {
                  "id": "daily",
                  "key": "string",
                  "states": [
                    "value Flights: int64",
                    "map Kinds: string -> int32"
                  ],
                  "subtasks": [
                    {
                      "index": 0,
                      "firstKeyGroup": 0,
                      "lastKeyGroup": 127,
                      "bytes": 100,
                      "files": 1
                    }
                  ]
                }
              ],
              "sinks": [
                {
                  "id": "sink",
                  "pendingParts": [
                    {
                      "subtask": 0,
                      "attempt": 1,
                      "checkpointId": 1,
                      "fields": {
                        "name": "part-1.csv"
                      }
                    }
                  ]
                }
              ]
            }

            """), await _job.RunPlainAsync("show", "state", "1", "--json"));
        Assert.Equal((0, """
            Checkpoint 2 of job delays in state
            Taken at 2001-04-01 00:01:58Z by attempt 1, committed
            Manifest log/0000000004.json, 200 bytes, backend memory, 128 key groups
            Source flights
              split flights.csv@0: file flights.csv, position 200
            Operator daily
              key string; value Flights: int64; map Kinds: string -> int32
              subtask 0: key groups 0 to 127, 200 bytes in 1 files
            Sink sink: 1 pending parts
              subtask 0, checkpoint 2: name part-2.csv

            """), await _job.RunPlainAsync("show", "state"));
    }

    [Fact]
    public async Task A_sound_storage_is_verified()
    {
        await _job.WriteAsync(2);
        Assert.Equal((0, """
            {
              "location": "state",
              "jobId": "delays",
              "isSound": true,
              "checkpoints": [
                {
                  "checkpointId": 2,
                  "isSound": true,
                  "files": 1,
                  "bytes": 200
                }
              ],
              "damages": [],
              "advice": null
            }

            """), await _job.RunPlainAsync("verify", "state", "2", "--json"));
        Assert.Equal(
            (0, "Checkpoint 1: sound, 100 bytes in 1 files\nCheckpoint 2: sound, 200 bytes in 1 files\nEverything is sound.\n"),
            await _job.RunPlainAsync("verify", "state"));
    }

    [Fact]
    public async Task Reading_changes_nothing_and_works_while_the_job_runs()
    {
        await _job.WriteAsync(2);
        using var locked = DirectoryCheckpointStorage.Open(_job.State);
        File.WriteAllText(Path.Combine(_job.State, ".partial"), "");
        var before = _job.Files;
        string[][] commands = [["ls", "state"], ["show", "state"], ["verify", "state"], ["prune", "state", "--keep", "1", "--dry-run"], ["repair", "state"]];
        foreach (var command in commands)
            Assert.Equal((0, ""), await _job.RunProcessAsync(command) is var (exitCode, _, error) ? (exitCode, error) : default);
        Assert.Equal(before, _job.Files);
    }

    [Fact]
    public async Task What_a_real_job_has_written_is_shown()
    {
        var input = Path.Combine(_job.Root, "input.txt");
        await File.WriteAllLinesAsync(input, ["1", "2", "3"], TestContext.Current.CancellationToken);
        var pipeline = Pipeline.From(FileSource.Lines(input, static line => line)).To(FileSink.Lines<string>(Path.Combine(_job.Root, "output"), static line => line));
        await pipeline.RunAsync(new() { JobId = "copy", CheckpointTo = _job.State }, TestContext.Current.CancellationToken);
        var (exitCode, output) = await _job.RunPlainAsync("ls", "state");
        Assert.Equal(0, exitCode);
        Assert.StartsWith("Job copy in state\n", output, StringComparison.Ordinal);
        Assert.Matches("\n1 .* finished, committed *\n$", output);
        Assert.Equal(0, (await _job.RunAsync("verify", "state")).ExitCode);
    }

    [Theory]
    [InlineData("Checkpoints/0001-15dfaf8", 2)]
    [InlineData("Checkpoints/0005-68fceb7", 2)]
    [InlineData("VaultCheckpoints/0004-27b9c18", 1)]
    public async Task Checkpoints_of_the_past_are_read_and_pruned(string history, int latest)
    {
        _job.Extract(history);
        var (exitCode, output, _) = await _job.RunAsync("ls", "state");
        Assert.Equal(0, exitCode);
        Assert.Contains("\nNo attempt is recorded.\n", output, StringComparison.Ordinal);
        Assert.Contains($"Checkpoint {latest} of job ", (await _job.RunAsync("show", "state")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _job.RunAsync("verify", "state")).ExitCode);
        Assert.Equal(0, (await _job.RunAsync("prune", "state", "--keep", "1")).ExitCode);
        (exitCode, output, _) = await _job.RunAsync("verify", "state");
        Assert.Equal(0, exitCode);
        Assert.StartsWith($"Checkpoint {latest}: sound, ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_earlier_version_of_the_format_is_read(int version)
    {
        await _job.WriteEarlierAsync(version, 1, 2);
        Assert.Contains("subtask 0: key groups 0 to 127, 200 bytes in 1 files\n", (await _job.RunAsync("show", "state")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _job.RunAsync("verify", "state")).ExitCode);
        Assert.Equal((0, "Would remove 'chk-00000001/manifest.json'\nWould remove 'chk-00000001/rows'\nWould keep checkpoint 2 and discard checkpoint 1.\n"),
            await _job.RunPlainAsync("prune", "state", "--keep", "1", "--dry-run"));
    }

    [Fact]
    public async Task A_wrong_command_line_of_the_process_is_explained_in_one_line()
    {
        Assert.Equal((2, "", "error: Required argument 'LOCATION' missing for command: 'ls'. Run with --help for the commands.\n"), await _job.RunProcessAsync("ls"));
        Assert.Equal((1, "", "error: The directory 'nowhere' does not exist. Name the directory that the job has in CheckpointTo.\n"), await _job.RunProcessAsync("ls", "nowhere"));
    }

    [Theory]
    [InlineData(2, "The scheme 'gs' is not supported. Supported are the path of a directory, and the URIs", "ls", "gs://bucket/jobs")]
    [InlineData(2, "A URI of the scheme 's3' contains credentials.", "ls", "s3://key:secret@bucket/jobs")]
    [InlineData(1, "'s3://' needs a bucket", "ls", "s3://")]
    [InlineData(1, "'azblob://account' needs an account and a container", "verify", "azblob://account")]
    [InlineData(2, "does not name a directory", "ls", "file://host/jobs")]
    [InlineData(2, "The location is empty.", "ls", "")]
    [InlineData(2, "Required argument 'LOCATION' missing", "ls")]
    [InlineData(2, "Cannot parse argument 'last'", "show", "state", "last")]
    [InlineData(2, "--keep must be at least 1.", "prune", "state", "--keep", "0")]
    [InlineData(2, "Option '--keep' is required.", "prune", "state")]
    [InlineData(1, "The directory 'nowhere' does not exist.", "ls", "nowhere")]
    [InlineData(1, "The directory 'nowhere' does not exist.", "repair", "nowhere", "--yes")]
    [InlineData(1, "'.' holds no checkpoints of any job.", "verify", ".")]
    [InlineData(1, "'state' holds no checkpoint 7, but 1.", "verify", "state", "7")]
    public async Task Wrong_arguments_are_explained_in_one_line(int expected, string message, params string[] arguments)
    {
        await _job.WriteAsync(1);
        var (exitCode, output, error) = await _job.RunAsync(arguments);
        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(_job.Root, "nowhere")));
    }
}
