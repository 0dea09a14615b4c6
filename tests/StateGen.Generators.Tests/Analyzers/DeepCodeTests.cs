using System.Text;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Tests that code of any depth neither overflows the stack nor makes a rule throw, and that what it changes is still found near the surface.</summary>
public class DeepCodeTests
{
    private const int Depth = 150;

    public static TheoryData<string> Statements =>
    [
        "Last" + Repeat("?.Next", Depth) + "?.Lines?.Add(Key);",
        "Last!" + Repeat("!.Next!", Depth) + ".Lines.Add(Key);",
        "Last" + Repeat("?.Next", Depth) + "!.Price += value;",
        "context.Emit(" + Repeat("(int)(long)(", Depth) + "value" + Repeat(")", Depth) + ");",
        "context.Emit(value" + Repeat(" + value", 1000) + ");",
        "context.Emit(" + Repeat("Math.Abs(", Depth) + "value" + Repeat(")", Depth) + ");",
        "context.Emit(" + Repeat("value > 1 ? value : ", Depth) + "0);",
        "context.Emit(" + Repeat("value switch { > 1 => value, _ => ", Depth) + "0" + Repeat(" }", Depth) + ");",
        "context.Timers.RegisterEventTime(context.Timestamp" + Repeat(" + TimeSpan.FromSeconds(value)", Depth) + ");",
        "var t0 = context.Timestamp; " + string.Concat(Enumerable.Range(1, 60).Select(i => $"var t{i} = value > {i} ? t{i - 1} : t{i - 1}.AddSeconds(1); ")) + "context.Timers.RegisterEventTime(t60);",
        "var l0 = List.ToList(); " + string.Concat(Enumerable.Range(1, 60).Select(i => $"var l{i} = l{i - 1}.ToList(); ")) + "List.Update(l60);",
        "var order = new Order()" + Repeat(".With(1)", 300) + "; Last = order;",
        "var changed = " + Repeat("(Last ?? new()) is { Next: ", 1) + Repeat("{ Next: ", Depth) + "{ } order" + Repeat(" }", Depth + 1) + " && order.Lines.Remove(Key);",
        Repeat("if (value > 1) { ", Depth) + "Last!.Lines.Add(Key);" + Repeat(" }", Depth),
        Repeat("foreach (var a in new[] { value }) { ", 1) + Repeat("try { ", 60) + "Last!.Lines.Add(Key);" + Repeat(" } finally { Count++; }", 60) + " }",
        "Func<int> deep = " + Repeat("() => new Func<int>(", 6) + "() => Count" + Repeat(")()", 6) + "; context.Emit(deep());",
        "(Last!.Price, (Count, " + Repeat("(Count, ", 8) + "Count" + Repeat(")", 8) + ")) = (1, (2, " + Repeat("(3, ", 8) + "4" + Repeat(")", 8) + "));",
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Deep_code_is_analyzed(string statements)
    {
        var analyzed = await AnalyzedCode.AnalyzeAsync($$"""
            [Operator("sample")]
            internal sealed partial class Sample : KeyedOperator<string, int, int>
            {
                [State] private partial int Count { get; set; }
                [State(Copy = true)] private partial Order? Last { get; set; }
                [State(Copy = true)] private partial List<int>? Items { get; set; }
                [State] private partial ListState<int> List { get; }

                protected override void OnEvent(int value, OperatorContext<int> context)
                {
                    {{statements}}
                    Items?.Add(1);
                }

            }

            internal sealed class Order
            {
                public int Price { get; set; }
                public List<string> Lines { get; set; } = [];
                public Order? Next { get; set; }
                public Order With(int price) { Price = price; return this; }
            }
            """);
        Assert.Contains(analyzed.OfRules, diagnostic => diagnostic.Id == "SG2007" && TextAt(diagnostic.Location) == ".Add(1)");
    }

    private static string TextAt(Location location) => location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(location.SourceSpan);

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
