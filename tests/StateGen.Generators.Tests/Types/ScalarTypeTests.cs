using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Types;

/// <summary>The scalars that are values only.</summary>
public class ScalarTypeTests
{
    [Fact]
    public async Task Scalars_without_a_key_encoding_pass_through_a_restore_in_every_place()
    {
        var generated = Generated.From("""
            using System.Numerics;

            internal sealed record Everything(Half Half, BigInteger Number, Uri Link, Version Version, ReadOnlyMemory<byte> Bytes, Uri? NoLink, Half? NoHalf, ReadOnlyMemory<byte>? NoBytes);

            [Operator("op")]
            internal sealed partial class Op : ProbeOperator<Op, int>
            {
                [State] internal partial Half Half { get; set; }
                [State] internal partial BigInteger Number { get; set; }
                [State] internal partial Uri? Link { get; set; }
                [State] internal partial Version? Version { get; set; }
                [State] internal partial ReadOnlyMemory<byte> Bytes { get; set; }
                [State] internal partial ReadOnlyMemory<byte>? MaybeBytes { get; set; }
                [State] internal partial Everything? All { get; set; }
                [State] internal partial ListState<Uri> Links { get; }
                [State] internal partial MapState<int, BigInteger> Numbers { get; }
            }

            internal static class Scenario
            {
                private static readonly byte[] Array = [1, 2, 3];

                private static object? Fill(Op op)
                {
                    op.Half = (Half)1.5;
                    op.Number = BigInteger.One << 200;
                    op.Link = new Uri("a/b", UriKind.Relative);
                    op.Version = new Version(1, 2, 3);
                    op.Bytes = Array;
                    op.MaybeBytes = ReadOnlyMemory<byte>.Empty;
                    op.All = new((Half)(-2), -1, new("http://x"), new(0, 1), Array, null, null, null);
                    op.Links.Add(new("http://y"));
                    op.Numbers[1] = -BigInteger.One;
                    Array[0] = 9;
                    return null;
                }

                private static object? Check(Op op)
                {
                    Expect.Equal((Half)1.5, op.Half);
                    Expect.Equal(BigInteger.One << 200, op.Number);
                    Expect.Equal("a/b", op.Link!.OriginalString);
                    Expect.Equal(new Version(1, 2, 3), op.Version);
                    Expect.Equal("1,2,3", string.Join(",", op.Bytes.ToArray()));
                    Expect.Equal(0, op.MaybeBytes!.Value.Length);
                    Expect.Equal("1,2,3", string.Join(",", op.All!.Bytes.ToArray()));
                    Expect.Equal(new Everything((Half)(-2), -1, new("http://x"), new(0, 1), op.All.Bytes, null, null, null), op.All);
                    Expect.Equal(new Uri("http://y"), op.Links.Single());
                    Expect.Equal(-BigInteger.One, op.Numbers[1]);
                    return null;
                }

                public static async Task RunAsync()
                {
                    using var host = await ProbeHost<Op, int>.OpenAsync();
                    host.Do(1, Fill);
                    host.Do(1, Check);
                    await host.RestoreAsync();
                    host.Do(1, Check);
                    host.Do(1, op => { op.Bytes = new byte[5].AsMemory(5); return op.Half = default; });
                    Expect.OperatorThrows<ArgumentException>(() => host.Do(1, op => op.Link = new Uri("/a", UriKind.Absolute)));
                    Expect.OperatorThrows<ArgumentNullException>(() => host.Do(1, op => op.All = op.All! with { Link = null! }));
                    Expect.Equal("True", host.Do(1, op => op.Bytes.IsEmpty && op.Half == default && op.Link is not null));
                    host.Do(1, op => op.Clear());
                    Expect.Equal(0L, host.Entries);
                }
            }
            """);
        await generated.RunScenarioAsync();
    }

    [Fact]
    public async Task A_row_that_holds_only_empty_bytes_is_no_entry() => await Generated.From("""
        [Operator("op")]
        internal sealed partial class Op : ProbeOperator<Op, int>
        {
            [State] internal partial ReadOnlyMemory<byte> Bytes { get; set; }
        }

        internal static class Scenario
        {
            public static async Task RunAsync()
            {
                using var host = await ProbeHost<Op, int>.OpenAsync();
                host.Do(1, op => op.Bytes = new byte[3].AsMemory(1));
                Expect.Equal(1L, host.Entries);
                host.Do(1, op => op.Bytes = new byte[3].AsMemory(3));
                Expect.Equal(0L, host.Entries);
            }
        }
        """).RunScenarioAsync();

    [Theory]
    [InlineData("Half", "Half cannot be encoded as a key; use float")]
    [InlineData("System.Numerics.BigInteger", "BigInteger cannot be encoded as a key; use Int128 or a string")]
    [InlineData("Uri", "different strings can be the same Uri; use a string")]
    [InlineData("Version", "Version cannot be encoded as a key; use a string or a record of its numbers")]
    [InlineData("ReadOnlyMemory<byte>", "ReadOnlyMemory<byte> cannot be encoded as a key; use a Guid, a UInt128 or a string")]
    public void Scalars_without_a_key_encoding_are_refused_as_keys(string type, string reason)
    {
        var problem = Assert.Single(Generated.FromWrong($"internal sealed record Key(int A, {type} B);", Refusals.Operator("[State] internal partial MapState<Key, int> X { get; }")).Problems());
        Assert.Equal("SG1013", problem.Id);
        Assert.Equal($"The key of map state 'X' cannot use Key.B: {reason}", problem.Message);
    }

    [Theory]
    [InlineData("nint", "the size of nint differs between machines; use long")]
    [InlineData("nuint", "the size of nuint differs between machines; use ulong")]
    [InlineData("ReadOnlyMemory<char>", "ReadOnlyMemory<char> is not a supported type; store its parts in your own record")]
    [InlineData("Memory<byte>", "Memory<byte> is not a supported type; store its parts in your own record")]
    [InlineData("System.Numerics.Complex", "Complex is not a supported type; store its parts in your own record")]
    [InlineData("Index", "Index is not a supported type; store its parts in your own record")]
    public void The_nearest_types_are_refused_with_their_path(string type, string reason) =>
        Refusals.AssertUnsupported($"internal sealed record Shape(int A, {type} B);", "Shape", "Shape.B", reason);
}
