using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StateGen.Benchmarks.Compiler;

/// <summary>
/// A user's project in memory: operators, each in its own file with three value states, a map, a list and a record, and as many plain classes.
/// </summary>
internal sealed class OperatorProject
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    /// <summary>The references of a project that uses StateGen.</summary>
    public static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsReferenced(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private int _edits;

    /// <param name="operators">The number of operators.</param>
    public OperatorProject(int operators)
    {
        var files = Enumerable.Range(0, operators).SelectMany(number => new[]
        {
            (Operator(number), $"Operator{number}.cs"),
            (Plain(number), $"Plain{number}.cs"),
        });
        Compilation = Compile(files);
        EditedTree = Compilation.SyntaxTrees.First(tree => tree.FilePath == $"Operator{operators / 2}.cs");
    }

    /// <summary>Gets the project before any edit.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>Gets the options for parsing generated files.</summary>
    public static CSharpParseOptions Options => ParseOptions;

    /// <summary>Gets the file that is edited, before any edit.</summary>
    public SyntaxTree EditedTree { get; }

    /// <summary>Returns the edited file after an edit in the callback of its operator. Each call makes another edit.</summary>
    public SyntaxTree Edit()
    {
        var text = EditedTree.ToString().Replace("context.Emit(Sum);", $"context.Emit(Sum + {++_edits});", StringComparison.Ordinal);
        return Parse(text, EditedTree.FilePath);
    }

    /// <summary>Parses the same text again, as at the beginning of a compilation.</summary>
    public CSharpCompilation Reparse() =>
        Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(Compilation.SyntaxTrees.Select(tree => Parse(tree.ToString(), tree.FilePath)));

    /// <summary>Compiles files as a project that uses StateGen.</summary>
    public static CSharpCompilation Compile(IEnumerable<(string Text, string Path)> files) => CSharpCompilation.Create(
        "Project", files.Select(file => Parse(file.Text, file.Path)), References,
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static bool IsReferenced(string file) =>
        file is "netstandard.dll" or "StateGen.dll" or "StateGen.Schemas.dll" || file.StartsWith("System.", StringComparison.Ordinal);

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);

    private static string Operator(int number) => $$"""
        using StateGen;

        namespace Project.Operators{{number}};

        public sealed record Reading{{number}}(string Sensor, long At, double Value);

        [Operator("operator-{{number}}")]
        public sealed partial class Operator{{number}} : KeyedOperator<string, Reading{{number}}, double>
        {
            [State] private partial double Sum { get; set; }
            [State] private partial long Count { get; set; }
            [State] private partial Reading{{number}}? Last { get; set; }
            [State, Ttl(Days = 7)] private partial MapState<string, double> BySensor { get; }
            [State] private partial ListState<Reading{{number}}> Outliers { get; }

            protected override void OnEvent(Reading{{number}} value, OperatorContext<double> context)
            {
                if (Count++ == 0)
                    context.Timers.RegisterEventTime(context.Timestamp.AddHours(1));
                Sum += value.Value;
                BySensor[value.Sensor] = BySensor.GetValueOrDefault(value.Sensor) + value.Value;
                if (IsOutlier(value))
                    Outliers.Add(value);
                Last = value;
                context.Emit(Sum);
            }

            protected override void OnTimer(FiredTimer timer, OperatorContext<double> context)
            {
                foreach (var (_, total) in BySensor)
                    context.Emit(total / Count);
                ClearState();
            }

            private bool IsOutlier(Reading{{number}} value) => Last is { } last && value.Value > 3 * last.Value;
        }
        """;

    private static string Plain(int number) => $$"""
        using System.Collections.Generic;

        namespace Project.Plain{{number}};

        public sealed class Plain{{number}}
        {
            private readonly Dictionary<string, int> _counts = new();

            public int Count { get; private set; }

            public void Add(string name)
            {
                Count++;
                _counts[name] = _counts.TryGetValue(name, out var count) ? count + 1 : 1;
            }
        }
        """;
}
