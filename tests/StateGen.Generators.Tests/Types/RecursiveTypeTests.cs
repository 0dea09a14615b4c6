using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

public class RecursiveTypeTests
{
    private const string Usings = "global using System.Collections.Immutable;";

    /// <summary>Declarations of a type <c>Node</c> that contains itself, and a value of it.</summary>
    public static TheoryData<string, string> Nodes => new()
    {
        { "internal sealed record Node(int Value, Node? Next);", "new(1, new(2, new(3, null)))" },
        { "internal sealed record Node(int Value, ImmutableArray<Node> Children);", "new(1, [new(2, []), new(3, [new(4, [])])])" },
        { "internal sealed record Node(int Value, IReadOnlyList<Node> Children);", "new(1, new List<Node> { new(2, []), new(3, [new(4, [])]) })" },
        { "internal sealed record Node(int Value, Other? Other); internal sealed record Other(string Name, Node? Node);", "new(1, new(\"a\", new(2, null)))" },
        { "internal sealed record Node(int Value, (Other Left, Node? Right)? Pair); internal sealed record Other(string Name, ImmutableDictionary<string, Node> Nodes);", "new(1, (new(\"a\", ImmutableDictionary<string, Node>.Empty.Add(\"b\", new(2, null))), new(3, null)))" },
        { "internal sealed record Node(int Value, Holder<Node>? Held); internal sealed record Holder<T>(T Value, ImmutableList<T> More);", "new(1, new(new(2, null), [new(3, null)]))" },
        { "internal sealed class Node(Node? next, int value) { public Node? Next { get; } = next; public int Value { get; } = value; }", "new(new(null, 2), 1)" },
        { "internal sealed record Node(A? A, B? B); internal sealed record A(B? B, Node? Node); internal sealed record B(Node? Node, ReadOnlyMemory<byte> Bytes);", "new(new(new(null, new byte[] { 1 }), null), new(new(null, null), default))" },
    };

    [Theory]
    [MemberData(nameof(Nodes))]
    public Task Types_that_contain_themselves_pass_through_a_restore(string declarations, string value) => Generated.From(Usings, declarations, $$"""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial Node? Value { get; set; }
            [State] internal partial ListState<Node> List { get; }
        }

        internal static class Scenario
        {
            private static readonly Node Node = {{value}};

            private static string Show(Node? value) => System.Text.Json.JsonSerializer.Serialize(value);

            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.Value = Node);
                host.Do(1, op => { op.List.Add(Node); return null; });
                Expect.Equal(Show(Node), host.Do(1, op => Show(op.Value)));
                await host.RestoreAsync();
                Expect.Equal(Show(Node), host.Do(1, op => Show(op.Value)));
                Expect.Equal(Show(Node), host.Do(1, op => Show(op.List.Single())));
            }
        }
        """).RunScenarioAsync();

    [Fact]
    public Task Nesting_is_limited_on_the_way_in_so_that_all_that_is_stored_can_be_read() => Generated.From("""
        internal sealed record Node(int Value, Node? Next);

        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial Node? Value { get; set; }
        }

        internal static class Scenario
        {
            private static Node Chain(int length)
            {
                var node = new Node(1, null);
                for (var i = 1; i < length; i++)
                    node = new(i, node);
                return node;
            }

            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => op.Value = Chain(513)));
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => op.Value = Chain(100_000)));
                host.Do(1, op => op.Value = Chain(512));
                await host.RestoreAsync();
                var length = 0;
                host.Do(1, op => { for (var node = op.Value; node is not null; node = node.Next) length++; return null; });
                Expect.Equal(512, length);
                Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => op.Value = new(0, op.Value)));
            }
        }
        """).RunScenarioAsync();

    [Theory]
    [InlineData("internal sealed record Node(int Value, Node? Next);")]
    [InlineData("[MessagePack.MessagePackObject] internal sealed record Node([property: MessagePack.Key(0)] int Value, [property: MessagePack.Key(1)] Node? Next); namespace MessagePack { internal sealed class MessagePackObjectAttribute : Attribute; internal sealed class KeyAttribute(int key) : Attribute { public int IntKey => key; } }")]
    public void Reading_counts_the_levels(string declarations)
    {
        var codec = Generated.From(declarations, Refusals.Operator("[State] internal partial Node? X { get; set; }")).File("NodeValueCodec");
        Assert.Single(codec.Split('\n'), line => line.Trim() == "reader.EnterNested();");
        Assert.Single(codec.Split('\n'), line => line.Trim() == "reader.LeaveNested();");
        Assert.Single(codec.Split('\n'), line => line.Trim() == "global::StateGen.Serialization.Nesting.Enter();");
    }

    [Theory]
    [InlineData("internal sealed record Node(int Value, Node Next, int More);", "Node: every Node contains another Node without end; make a member nullable")]
    [InlineData("internal sealed record Node(Other? A, Third B); internal sealed record Other(Node Node, int Value); internal sealed record Third(Other Other, int Value);", "Node: every Node contains another Node without end; make a member nullable")]
    [InlineData("internal sealed record Node((int, Node) Pair);", "Node: every Node contains another Node without end; make a member nullable")]
    [InlineData("internal sealed record Node(Growing<int>? Value); internal sealed record Growing<T>(T Value, Growing<Growing<T>>? Next);", null)]
    public void Types_that_contain_themselves_without_end_are_refused(string declarations, string? reason)
    {
        var problem = Assert.Single(Generated.FromWrong(declarations, Refusals.Operator("[State] internal partial Node? X { get; set; }")).Problems());
        Assert.Equal("SG1009", problem.Id);
        if (reason is null)
            Assert.EndsWith("Growing contains itself with ever larger type arguments; use a type that does not", problem.Message, StringComparison.Ordinal);
        else
            Assert.Equal($"State 'X' cannot hold {reason}", problem.Message);
    }

    [Fact]
    public void Types_that_contain_themselves_are_refused_as_keys()
    {
        var problem = Assert.Single(Generated.FromWrong("internal sealed record Node(int Value, Node? Next);", Refusals.Operator("[State] internal partial MapState<Node, int> X { get; }")).Problems());
        Assert.Equal(("SG1013", "The key of map state 'X' cannot use Node.Next: Node contains itself, so it cannot be encoded as a key; use an id as the key"), (problem.Id, problem.Message));
    }

    [Fact]
    public void The_codec_of_a_type_does_not_depend_on_where_its_description_began()
    {
        const string types = "internal sealed record A(B? B, int Value); internal sealed record B(C? C, A? A); internal sealed record C(A? A, IReadOnlyList<int>? Numbers);";
        var fromA = Generated.From(types, Refusals.Operator("[State] internal partial A? X { get; set; }"));
        var fromC = Generated.From(types, Refusals.Operator("[State] internal partial C? X { get; set; } [State] internal partial B? Y { get; set; }"));
        foreach (var codec in new[] { "AValueCodec", "BValueCodec", "CValueCodec" })
            Assert.Equal(fromA.File(codec), fromC.File(codec));
    }
}
