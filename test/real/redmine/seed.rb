# Makes an empty Redmine one to call: REST on, a key needed, one project and 250 issues, some of them closed, unassigned or odd.
Setting.rest_api_enabled = '1'
Setting.login_required = '1'
Setting.notified_events = []

admin = User.find_by_login('admin')
admin.update!(must_change_passwd: false)
people = %w[Mira Oskar Yuki].map do |name|
  User.new(firstname: name, lastname: 'Test', mail: "#{name.downcase}@redmine.example", language: 'en').tap do |user|
    user.login = name.downcase
    user.password = SecureRandom.hex(16)
    user.save!
  end
end

project = Project.create!(name: 'Support desk', identifier: 'support-desk', trackers: Tracker.all)
people.each { |person| Member.create!(project: project, principal: person, roles: [Role.find_by_name('Developer')]) }
field = IssueCustomField.create!(name: 'Serial number', field_format: 'string', is_for_all: true, trackers: Tracker.all)
statuses = IssueStatus.order(:position).to_a
priorities = IssuePriority.order(:position).to_a
trackers = Tracker.order(:position).to_a
start = Time.utc(2026, 1, 1)

ActiveRecord::Base.transaction do
  250.times do |n|
    issue = Issue.new(
      project: project, author: admin, tracker: trackers[n % trackers.size], priority: priorities[n % priorities.size],
      subject: n % 50 == 7 ? "Ticket #{n + 1}: žluťoučký <kůň> & 日本語" : "Ticket #{n + 1}",
      description: n % 5 == 0 ? nil : "Line one of #{n + 1}\n\nLine two & <tag>",
      assigned_to: n % 3 == 0 ? nil : people[n % people.size],
      due_date: n % 6 == 0 ? Date.new(2027, 3, 1) : nil
    )
    issue.status = statuses[n % statuses.size]
    issue.custom_field_values = { field.id => "SN-#{n}" } if n.even?
    issue.save!
    made = start + n * 3600
    issue.update_columns(created_on: made, updated_on: made + 60, closed_on: issue.closed? ? made + 60 : nil)
  end
end

puts "api_key=#{admin.api_key}"
puts "version=#{Redmine::VERSION}"
