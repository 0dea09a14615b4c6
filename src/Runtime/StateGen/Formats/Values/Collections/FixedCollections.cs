using System.Collections.ObjectModel;

namespace StateGen.Formats.Values.Collections;

/// <summary>A collection of which nobody else has the array, so that it need not be copied again.</summary>
internal sealed class FixedCollection<T>(T[] elements) : ReadOnlyCollection<T>(elements);
