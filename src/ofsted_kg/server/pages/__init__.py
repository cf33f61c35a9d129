"""The pages for people: each module gathers what one kind of page shows, and a template lays it out."""
