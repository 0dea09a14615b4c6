using FlightDelays.Tests.Processes;
using FlightDelays.Tests.Results;

namespace FlightDelays.Tests;

/// <summary>Wrong input gives one line that says what to do, a failing exit code, and nothing that anybody has to clean up.</summary>
public sealed class InputErrorTests : IDisposable
{
    private const string Header = "scheduled,origin,destination,delay_minutes,distance_miles";
    private const string Row = "2001-01-01T00:47,DTW,LAS,66,1750";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("2001-01-01T00:47,DTW,LAS,66", "line 3: expected 5 columns, found 4: '2001-01-01T00:47,DTW,LAS,66'")]
    [InlineData("2001-01-01T00:47,DTW,LAS,sixty,1750", "line 3: delay_minutes is not a whole number: '2001-01-01T00:47,DTW,LAS,sixty,1750'")]
    [InlineData("2001-01-01T00:47,DTW,LAS,66,99999999999", "line 3: distance_miles is not a whole number: ")]
    [InlineData("2001-13-01T00:47,DTW,LAS,66,1750", "line 3: scheduled is not a time like 2001-01-31T23:59: ")]
    [InlineData("2001-01-01T00:47,,LAS,66,1750", "line 3: origin is empty: ")]
    [InlineData("no flight at all", "line 3: expected 5 columns, found 1: 'no flight at all'")]
    public async Task A_row_that_is_no_flight_is_named_with_file_and_line(string row, string message)
    {
        var input = _workspace.Write("bad.csv", $"{Header}\n{Row}\n{row}\n{Row}\n");
        await AssertRefusedAsync($"{input}, {message}", "--input", input, "--parallelism", "2");
        Assert.Empty(CommittedRows.Parts(_workspace.Output));
    }

    [Theory]
    [InlineData("scheduled,origin,destination,distance_miles\n", "line 1: the column 'delay_minutes' is missing")]
    [InlineData("", "line 1: the column 'scheduled' is missing")]
    [InlineData("origin,scheduled,destination,delay_minutes,distance_miles\n", "line 1: the columns must be scheduled,origin,destination,delay_minutes,distance_miles")]
    public async Task A_header_without_the_columns_is_refused_before_anything_is_written(string content, string message)
    {
        var input = _workspace.Write("bad.csv", content);
        await AssertRefusedAndUntouchedAsync($"{input}, {message}", "--input", input);
    }

    [Fact]
    public async Task A_missing_input_is_named()
    {
        var input = _workspace["missing.csv"];
        await AssertRefusedAndUntouchedAsync($"The input file '{input}' does not exist.", "--input", input);
    }

    [Fact]
    public Task An_input_that_is_a_directory_is_named() =>
        AssertRefusedAndUntouchedAsync($"The input '{_workspace.Root}' is a directory.", "--input", _workspace.Root);

    [Theory]
    [InlineData("'--fast'", "--fast")]
    [InlineData("--backend must be one of memory, rocksdb, not 'paper'", "--backend", "paper")]
    [InlineData("--parallelism must be a whole number of at least 1, not '0'", "--parallelism", "0")]
    [InlineData("--splits must be a whole number of at least 1, not 'many'", "--splits", "many")]
    [InlineData("--rate must be a whole number of at least 0, not '-1'", "--rate", "-1")]
    [InlineData("--checkpoint-every-ms must be a whole number of at least 1, not '0'", "--checkpoint-every-ms", "0")]
    [InlineData("'--rate'", "--rate")]
    public Task A_wrong_option_is_named(string message, params string[] options) => AssertRefusedAndUntouchedAsync(message, options);

    [Fact]
    public async Task A_missing_option_is_named()
    {
        var result = await Sample.RunAsync(["--input", "flights.csv", "--output", _workspace.Output]);
        Refusal.AssertShown(result, "'--state'");
    }

    [Fact]
    public Task A_parallelism_beyond_the_key_groups_is_refused() =>
        AssertRefusedAsync("129", "--parallelism", "129");

    [Theory]
    [InlineData("--state")]
    [InlineData("--output")]
    public async Task A_file_in_the_place_of_a_directory_is_named(string option)
    {
        var file = _workspace.Write("file", "mine");
        await AssertRefusedAsync(file, option, file);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    // Nobody can create anything there, not even the superuser.
    [Theory]
    [InlineData("--state", "memory")]
    [InlineData("--state", "rocksdb")]
    [InlineData("--output", "memory")]
    public Task A_directory_that_cannot_be_written_is_named(string option, string backend) =>
        AssertRefusedAsync("/proc/flight-delays", option, "/proc/flight-delays", "--backend", backend);

    [Fact]
    public async Task A_missing_RocksDB_library_is_explained_before_anything_is_written()
    {
        var before = _workspace.Fingerprint();
        var result = await Sample.RunAsync(Sample.Arguments(_workspace, "rocksdb"), ("STATEGEN_ROCKSDB_LIBRARY", _workspace["librocksdb.so"]));
        Refusal.AssertShown(result, "librocksdb");
        Assert.Equal(before, _workspace.Fingerprint());
    }

    private async Task AssertRefusedAndUntouchedAsync(string message, params string[] options)
    {
        var before = _workspace.Fingerprint();
        await AssertRefusedAsync(message, options);
        Assert.Equal(before, _workspace.Fingerprint());
    }

    private async Task AssertRefusedAsync(string message, params string[] options) =>
        Refusal.AssertShown(await Sample.RunAsync(Replace(Sample.Arguments(_workspace, "memory"), options)), message);

    // An option that is given twice would itself be the error.
    private static IEnumerable<string> Replace(IEnumerable<string> arguments, string[] options) =>
        arguments.Chunk(2).Where(pair => options.Length < 2 || !options.Contains(pair[0], StringComparer.Ordinal)).SelectMany(pair => pair).Concat(options);
}
