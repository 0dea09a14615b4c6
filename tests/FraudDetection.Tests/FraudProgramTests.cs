using System.Reflection;
using StateGen.TestKit;
using StateGen.TestKit.Processes;

namespace FraudDetection.Tests;

/// <summary>The program, as somebody runs it.</summary>
public sealed class FraudProgramTests : IDisposable
{
    private const int MostLines = 60;

    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "transactions.csv");

    private readonly TemporaryDirectory _directory = new();

    internal static Transaction[] Transactions => [.. File.ReadLines(Data).Skip(1).Select(Transaction.Parse)];

    private string Output => Path.Combine(_directory.Path, "out");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--backend", "memory")]
    [InlineData("--backend", "rocksdb")]
    public async Task Every_backend_finds_the_frauds_of_the_file_once(params string[] options)
    {
        for (var run = 0; run < 2; run++)
        {
            var result = await RunAsync([Data, Output, .. options]);
            Assert.True(result.ExitCode == 0, result.Error);
            var rows = Directory.GetFiles(Path.Combine(Output, "alerts"), "part-*").SelectMany(File.ReadLines).Order(StringComparer.Ordinal);
            Assert.Equal(["2026-03-02T09:00:35,bob,812.00", "2026-03-02T09:03:32,dan,501.00", "2026-03-02T09:05:00,eve,700.00", "2026-03-02T09:07:31,eve,1200.00"], rows);
        }

        Assert.Equal(options is [_, "rocksdb"], Directory.Exists(Path.Combine(Output, "state")));
    }

    [Fact]
    public async Task A_row_that_is_no_transaction_is_named()
    {
        var input = Path.Combine(_directory.Path, "wrong.csv");
        await File.WriteAllTextAsync(input, "time,account,amount\n2026-03-02T09:00:04Z,ann,23.40\n2026-03-02T09:00:11Z,bob\n", TestContext.Current.CancellationToken);
        var result = await RunAsync(input, Output);
        Assert.Equal((1, $"error: {input}, line 3: a transaction has three columns: '2026-03-02T09:00:11Z,bob'"), (result.ExitCode, result.ErrorLines[^1]));
    }

    [Theory]
    [InlineData("in.csv")]
    [InlineData("in.csv", "out", "--backend")]
    [InlineData("in.csv", "out", "--backend", "disk")]
    [InlineData("in.csv", "out", "memory")]
    public async Task Wrong_arguments_are_explained(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: specify the file of transactions and the directory for the output", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_has_fewer_than_60_lines_of_code()
    {
        var root = typeof(FraudProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        var lines = Directory.GetFiles(Path.Combine(root, "samples", "FraudDetection"), "*.cs").SelectMany(File.ReadLines)
            .Count(line => line.Trim() is { Length: > 0 } code && !code.StartsWith("//", StringComparison.Ordinal));
        Assert.InRange(lines, 30, MostLines - 1);
    }

    private static async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        await using var process = ChildProcess.Start("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "FraudDetection.dll"), .. arguments]);
        return await process.WaitAsync();
    }
}
