/** A school's picture, above its name. Shown online only: where there is none, nothing. */
export const Emblem = ({ id }: { id: string | null }) => id && <img src={`/api/media/${id}`} alt="" />;
