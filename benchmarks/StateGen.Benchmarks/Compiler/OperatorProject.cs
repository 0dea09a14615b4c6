using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StateGen.Benchmarks.Compiler;

/// <summary>A project of a user, in memory: operators, each in a file of its own with three value states, a map, a list and a record, and as many plain classes.</summary>
internal sealed class OperatorProject
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "netstandard.dll" or "StateGen.dll" or "StateGen.Schemas.dll" || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private int _edits;

    /// <param name="operators">How many operators.</param>
    public OperatorProject(int operators)
    {
        var files = Enumerable.Range(0, operators).SelectMany(number => new[] { Parse(Operator(number), $"Operator{number}.cs"), Parse(Plain(number), $"Plain{number}.cs") });
        Compilation = CSharpCompilation.Create("Project", files, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        EditedTree = Compilation.SyntaxTrees.First(tree => tree.FilePath == $"Operator{operators / 2}.cs");
    }

    /// <summary>The project before any edit.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The options that generated files are parsed with.</summary>
    public static CSharpParseOptions Options => ParseOptions;

    /// <summary>The file that is edited, before any edit.</summary>
    public SyntaxTree EditedTree { get; }

    /// <summary>The edited file after somebody has typed in the callback of its operator; another edit at each call.</summary>
    public SyntaxTree Edit() => Parse(EditedTree.ToString().Replace("context.Emit(Sum);", $"context.Emit(Sum + {++_edits});", StringComparison.Ordinal), EditedTree.FilePath);

    /// <summary>The same text, parsed again, as a compiler begins.</summary>
    public CSharpCompilation Reparse() => Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(Compilation.SyntaxTrees.Select(tree => Parse(tree.ToString(), tree.FilePath)));

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
