using System.Runtime.CompilerServices;

namespace StateGen.MessagePack;

/// <summary>
/// Counts the formatted values inside each other that the thread writes or reads. A formatter that asks its resolver for its own type comes back through
/// the adapter, with a new writer or reader each time, so none of those knows the depth.
/// </summary>
internal static class FormatterNesting
{
    /// <summary>The maximum number of levels, as for generated codecs.</summary>
    private const int Most = 512;

    [ThreadStatic]
    private static Exception? _recorded;

    /// <summary>Gets the number of levels that the thread is in.</summary>
    [field: ThreadStatic]
    public static int Depth { get; private set; }

    /// <summary>Begins a level unless there are too many or the stack is nearly used up.</summary>
    public static bool TryEnter()
    {
        if (Depth == Most || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return false;
        Depth++;
        return true;
    }

    /// <summary>Ends a level. The outermost one forgets the recorded exception.</summary>
    public static void Leave()
    {
        if (--Depth == 0)
            _recorded = null;
    }

    /// <summary>Records an exception that names its formatter, so that the levels around it let it pass, and returns it.</summary>
    public static T Record<T>(T exception)
        where T : Exception
    {
        _recorded = Depth > 0 ? exception : null;
        return exception;
    }

    /// <summary>
    /// Indicates whether an exception already names the formatter that failed. A filter that calls this runs before the levels inside it end, when the depth
    /// is still theirs.
    /// </summary>
    public static bool Explains(Exception exception) => exception is FormatterContractException || ReferenceEquals(exception, _recorded);
}
