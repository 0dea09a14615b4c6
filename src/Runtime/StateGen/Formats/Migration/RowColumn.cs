namespace StateGen.Formats.Migration;

/// <summary>A value state of the current row.</summary>
/// <param name="Source">Its index among the stored values; -1 when it is empty.</param>
/// <param name="Transcoder">What brings the stored value into the current shape; null when its bytes are right.</param>
internal readonly record struct RowColumn(int Source, ValueTranscoder? Transcoder);
