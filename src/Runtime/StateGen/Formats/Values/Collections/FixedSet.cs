using System.Collections.ObjectModel;

namespace StateGen.Formats.Values.Collections;

/// <summary>A set of which nobody else has the inner one, so that it need not be copied again.</summary>
internal sealed class FixedSet<T>(HashSet<T> elements) : ReadOnlySet<T>(elements);
