using StateGen;

namespace ItemNamespace;

/// <summary>Counts the events of each key. The key, the event and the output are strings here; change them to types of your own.</summary>
[Operator("operator-id")] // the stable id of the state in checkpoints; the class may be renamed
public sealed partial class OperatorClass : KeyedOperator<string, string, string>
{
    /// <summary>One value for each key.</summary>
    [State] private partial long Count { get; set; }

    /// <summary>Entries for each key, read and written one by one.</summary>
    [State] private partial MapState<string, long> CountByEvent { get; }

    /// <inheritdoc/>
    protected override void OnEvent(string value, OperatorContext<string> context)
    {
        Count++;
        CountByEvent[value] = CountByEvent.GetValueOrDefault(value) + 1;
        context.Emit($"{Key}: {Count} events, {CountByEvent.Count} different ones");
    }
}
