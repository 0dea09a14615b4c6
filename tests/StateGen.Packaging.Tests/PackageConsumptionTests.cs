using System.Text.RegularExpressions;

namespace StateGen.Packaging.Tests;

[Trait("Category", "Slow")]
public sealed class PackageConsumptionTests(LocalFeed feed)
{
    private const string Counter = """
        [Operator("counter")]
        public sealed partial class Counter : KeyedOperator<string, int, string>
        {
            [State] private partial long Sum { get; set; }

            [State] private partial MapState<int, long> Seen { get; }

            protected override void OnEvent(int value, OperatorContext<string> context)
            {
                Sum += value;
                Seen[value] = Seen.GetValueOrDefault(value) + 1;
                context.Emit($"{Key}:{Sum}:{Seen.Count}");
            }
        }
        """;

    [Fact]
    public async Task A_new_project_with_the_package_alone_gets_generated_state_on_both_backends()
    {
        var result = await feed.ConsumeAsync("Consumer", "run", $$"""
            using StateGen;
            using StateGen.RocksDb;

            var scratch = Directory.CreateTempSubdirectory("stategen-consumer-").FullName;
            foreach (var options in (OperatorHostOptions[])[new(), new() { Backend = RocksDbBackend.At(scratch) }])
            {
                using var host = await OperatorHost.OpenAsync(new Counter(), options);
                foreach (var (key, value) in new[] { ("a", 1), ("b", 5), ("a", 2), ("a", 2) })
                    host.Process(key, value, DateTimeOffset.UnixEpoch);
                Console.WriteLine(string.Join(' ', host.TakeOutput()));
            }

            Directory.Delete(scratch, recursive: true);
            Console.WriteLine($"{RocksDbLibrary.Version} {RocksDbLibrary.Path}");

            {{Counter}}
            """);

        Assert.True(result.ExitCode == 0, result.Output);
        var expected = "a:1:1 b:5:1 a:3:2 a:5:2";
        var output = Path.Combine(feed.Root, "Consumer", "bin", "Debug", "net10.0");
        var lines = result.Output.ReplaceLineEndings("\n").Trim().Split('\n');
        Assert.Equal([expected, expected], lines[..2]);
        Assert.StartsWith($"11.12.0 {output}", lines[2], StringComparison.Ordinal);
        AssertRunsAnywhere(output);
    }

    // A program that is built for no particular system has the native libraries of all of them, and of the managed half of RocksDB nothing.
    private static void AssertRunsAnywhere(string output)
    {
        string[] systems = ["linux-arm64", "linux-x64", "osx-arm64", "osx-x64", "win-x64"];
        Assert.Equal(systems, Directory.EnumerateDirectories(Path.Combine(output, "runtimes")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(systems, system => Assert.Contains(
            Directory.EnumerateFiles(Path.Combine(output, "runtimes", system, "native")), file => Path.GetFileNameWithoutExtension(file) is "librocksdb" or "rocksdb"));
        Assert.Equal(
            [
                "Consumer", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
                "StateGen", "StateGen.RocksDb", "StateGen.Schemas",
            ],
            Directory.EnumerateFiles(output, "*.dll").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_program_in_the_readme_of_the_package_prints_what_it_says()
    {
        using var package = feed.Open("StateGen");
        var program = package.ReadText("README.md").Split("```csharp\n")[1].Split("```")[0];

        var result = await feed.ConsumeAsync("Readme", "run", program);

        Assert.Equal(Regex.Match(program, @"// (?<output>ann 1.*)", RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(1)).Groups["output"].Value, result.Output.Trim());
    }

    [Fact]
    public async Task A_mistake_in_a_new_project_is_explained_by_our_diagnostic_alone()
    {
        var result = await feed.ConsumeAsync("Mistaken", "build", """
            using StateGen;

            Console.WriteLine(typeof(Basket));

            [Operator("basket")]
            public sealed partial class Basket : KeyedOperator<string, int, string>
            {
                [State] private partial List<int>? Items { get; set; }

                protected override void OnEvent(int value, OperatorContext<string> context) => context.Emit(Key + Items);
            }
            """);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error SG1010", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_schemas_beside_a_new_project_are_compared_with_its_code()
    {
        const string recorded = """
            generation 1

            operator counter
              key string
              map Seen: int32 -> int64
              value Sum: int64

            """;
        var program = $"using StateGen;\n\nConsole.WriteLine(typeof(Counter));\n\n{Counter}";
        (string, string)[] files = [("StateSchema.Shipped.txt", recorded), ("StateSchema.Unshipped.txt", "")];

        var same = await feed.ConsumeAsync("Recorded", "build", program, files);
        Assert.True(same.ExitCode == 0, same.Output);

        var changed = await feed.ConsumeAsync("Recorded", "build", program.Replace("partial long Sum", "partial int Sum", StringComparison.Ordinal).Replace("Sum += value", "Sum = value", StringComparison.Ordinal), files);
        Assert.NotEqual(0, changed.ExitCode);
        Assert.Equal(["SG4009"], changed.Problems);
        Assert.Contains("State 'Sum' of operator 'counter' cannot be restored", changed.Output, StringComparison.Ordinal);
    }
}
