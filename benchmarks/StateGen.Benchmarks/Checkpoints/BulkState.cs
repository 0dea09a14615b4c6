namespace StateGen.Benchmarks.Checkpoints;

/// <summary>An operator with as many bytes of state for each key as fit into a few lines of text.</summary>
[Operator("bulk")]
internal sealed partial class BulkState : KeyedOperator<long, long, long>
{
    /// <summary>The length of the text of a key.</summary>
    public const int TextLength = 240;

    private static readonly string Letters = string.Concat(Enumerable.Range(0, 2 * TextLength).Select(static number => (char)('a' + (number * 7 % 26))));

    [State]
    private partial string? Text { get; set; }

    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Count++;
        Text = Letters.Substring((int)(value % TextLength), TextLength);
    }
}
