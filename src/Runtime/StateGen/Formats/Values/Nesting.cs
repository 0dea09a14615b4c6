using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StateGen.Serialization;

/// <summary>Generated code: counts how deep values of types that contain themselves are nested while they are normalized.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Nesting
{
    /// <summary>The most levels that can be stored.</summary>
    public const int Most = 512;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Begins normalizing a value that may contain others of its type.</summary>
    /// <exception cref="ArgumentException">Such values are nested deeper than <see cref="Most"/> levels, or in a circle.</exception>
    public static void Enter()
    {
        if (_depth == Most || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
#pragma warning disable MA0015 // The parameter is that of the Normalize that calls this.
            throw new ArgumentException($"The stored value is nested deeper than {Most} levels, or contains itself: keep its parts in a MapState or ListState.");
#pragma warning restore MA0015
        _depth++;
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public static void Leave() => _depth--;
}
